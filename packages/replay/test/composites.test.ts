import {
  activities,
  all,
  allSettled,
  any,
  isEnded,
  race,
  shield,
  sleep,
  workflow,
  type Operation,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(n?: number): Promise<string>
  b(): Promise<string>
  c(): Promise<string>
  undo(): Promise<void>
}
const { a, b, c, undo } = activities<Impl>({ startToClose: '5m' })

/** A workflow that returns the result of an operation, or the error's message. */
const of = (make: () => Operation<unknown>) =>
  workflow({ name: 'w' }, async function* () {
    try {
      return { gave: yield* make() }
    } catch (error) {
      const { message, errors } = error as AggregateError
      return { threw: message, ...(errors && { errors: errors.map(e => (e as Error).message) }) }
    }
  })

describe('ids of branches (W6)', () => {
  it('number the recorded operations of each coroutine; a plain operation is a coroutine of one operation', async () => {
    function* generator() {
      yield* a()
      yield* all([b(), c()])
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* a()
      yield* all({ plain: b(), generator: generator(), nested: race([sleep('1m'), c()]) })
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1 a'])
    history.completed('1')
    expect(await history.task()).toEqual([
      'schedule 2.1.1 b',
      'schedule 2.2.1 a',
      'start 2.3.1.1.1 60s',
      'schedule 2.3.1.2.1 c',
    ])
    history.completed('2.2.1')
    expect(await history.task()).toEqual(['schedule 2.2.2.1.1 b', 'schedule 2.2.2.2.1 c'])
  })

  it('stay when a plain operation becomes a generator', async () => {
    const wrapped = of(() =>
      all([
        (function* () {
          return yield* a()
        })(),
        b(),
      ]),
    )
    expect(await new ReplayedHistory(wrapped).task()).toEqual(
      await new ReplayedHistory(of(() => all([a(), b()]))).task(),
    )
  })

  it('over 200 characters have their coroutine part hashed', async () => {
    async function* deep(depth: number): AsyncGenerator<unknown, void, unknown> {
      if (depth === 0) yield* a()
      else yield* all([deep(depth - 1)])
    }
    const [decision] = await new ReplayedHistory(workflow({ name: 'w' }, () => deep(60))).task()
    expect(decision).toMatch(/^schedule 0x[0-9a-f]{40}(\.1)* a$/)
  })
})

describe('all', () => {
  it('returns the values in order, whatever order they come in', async () => {
    const history = new ReplayedHistory(of(() => all([a(), b(), sleep(1000)])))
    await history.task()
    history.fired('1.3.1').completed('1.2.1', 'B').completed('1.1.1', 'A')
    expect(await history.task()).toEqual(['complete {"gave":["A","B",null]}'])
  })

  it('of a record returns a record', async () => {
    const history = new ReplayedHistory(of(() => all({ x: a(), y: b() })))
    await history.task()
    history.completed('1.1.1', 'A').completed('1.2.1', 'B')
    expect(await history.task()).toEqual(['complete {"gave":{"x":"A","y":"B"}}'])
  })

  it('throws the first failure and cancels what the others had open, in the same decision', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* all([a(), b(), sleep('1h')])
      } catch (error) {
        yield* c()
        throw error
      }
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.2.1', 'no')
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'cancel timer 1.3.1', 'schedule 2 c'])
    history.completed('2')
    expect(await history.task()).toEqual(["fail ActivityFailedError: Activity b 1.0 (id '1.2.1') failed: no"])
  })

  it('of an empty list returns an empty list at once', async () => {
    expect(await new ReplayedHistory(of(() => all([]))).task()).toEqual(['complete {"gave":[]}'])
    expect(await new ReplayedHistory(of(() => all({}))).task()).toEqual(['complete {"gave":{}}'])
  })
})

describe('race', () => {
  it('returns the first to settle; the loser is withdrawn and canceled', async () => {
    const history = new ReplayedHistory(of(() => race({ paid: a(), late: sleep('2 days') })))
    await history.task()
    history.completed('1.1.1', 'A')
    expect(await history.task()).toEqual(['complete {"gave":{"winner":"paid","value":"A"}}'])
  })

  it('throws when the first to settle fails', async () => {
    const history = new ReplayedHistory(of(() => race([a(), b()])))
    await history.task()
    history.failed('1.1.1', 'no')
    expect(await history.task()).toEqual([`complete {"threw":"Activity a 1.0 (id '1.1.1') failed: no"}`])
  })

  it('in a loop cancels the loser of each round and continues', async () => {
    const program = workflow({ name: 'w' }, function* () {
      for (let i = 0; i < 2; i++) yield* race([a(i), sleep('1h')])
      return 'done'
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule 1.1.1 a', 'start 1.2.1 3600s'])
    history.completed('1.1.1')
    expect(await history.task()).toEqual(['cancel timer 1.2.1', 'schedule 2.1.1 a', 'start 2.2.1 3600s'])
    history.completed('2.1.1')
    expect(await history.task()).toEqual(['complete "done"'])
  })

  it('starts no further branch once it is settled (C1)', async () => {
    const seen: string[] = []
    function* at(name: string, first: boolean) {
      seen.push(name)
      if (!first) yield* a()
      return name
    }
    const program = workflow({ name: 'w' }, function* () {
      return yield* race([at('x', true), at('y', false)])
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete "x"'])
    expect(seen).toEqual(['x'])
  })

  it('never sends a loser that has not been recorded', async () => {
    function* quick() {
      return 'quick'
    }
    const program = workflow({ name: 'w' }, function* () {
      const won = yield* race({ slow: a(), quick: quick() })
      yield* b()
      return won.winner
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['schedule 2 b'])
  })
})

describe('any and allSettled', () => {
  it('any returns the first success', async () => {
    const history = new ReplayedHistory(of(() => any([a(), b()])))
    await history.task()
    history.failed('1.1.1', 'no')
    expect(await history.task()).toEqual([])
    history.completed('1.2.1', 'B')
    expect(await history.task()).toEqual(['complete {"gave":"B"}'])
  })

  it('any of failures throws all errors in branch order, and so does any of an empty list', async () => {
    const history = new ReplayedHistory(of(() => any([a(), b()])))
    await history.task()
    history.failed('1.2.1', 'second').failed('1.1.1', 'first')
    expect(await history.task()).toEqual([
      `complete {"threw":"All branches of any(…) failed: Activity a 1.0 (id '1.1.1') failed: first; Activity b 1.0 (id '1.2.1') failed: second","errors":["Activity a 1.0 (id '1.1.1') failed: first","Activity b 1.0 (id '1.2.1') failed: second"]}`,
    ])
    expect(await new ReplayedHistory(of(() => any([]))).task()).toEqual([
      'complete {"threw":"All branches of any(…) failed: there are none","errors":[]}',
    ])
  })

  it('allSettled returns every outcome', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const outcomes = yield* allSettled({ x: a(), y: b() })
      return [outcomes.x.status, outcomes.y.status === 'rejected' && (outcomes.y.reason as Error).message]
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1.1').failed('1.2.1', 'no')
    expect(await history.task()).toEqual([`complete ["fulfilled","Activity b 1.0 (id '1.2.1') failed: no"]`])
    expect(await new ReplayedHistory(of(() => allSettled([]))).task()).toEqual(['complete {"gave":[]}'])
  })
})

describe('the end of a branch (C3)', () => {
  it('is a token thrown at its operation; the outcome is passed on when its clean-up has ended (C2)', async () => {
    const seen: unknown[] = []
    async function* loser() {
      try {
        yield* a()
      } catch (error) {
        seen.push(isEnded(error))
        throw error
      } finally {
        seen.push('cleaned')
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([loser(), sleep('1s')])
      seen.push('after')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['complete undefined'])
    expect(seen).toEqual([true, 'cleaned', 'after'])
  })

  it('passes through helpers whose finally yields, and the branch never continues', async () => {
    for (const kind of ['sync', 'async'] as const) {
      const shipped: string[] = []
      function* helper() {
        try {
          yield* a()
        } finally {
          yield* undo()
        }
      }
      async function* asyncHelper() {
        try {
          yield* a()
        } finally {
          yield* undo()
        }
      }
      async function* branch() {
        if (kind === 'sync') yield* helper()
        else yield* asyncHelper()
        shipped.push('the goods')
      }
      const program = workflow({ name: 'w' }, async function* () {
        yield* race([branch(), sleep('1s')])
        yield* b()
      })
      const history = new ReplayedHistory(program, undefined, { guards: 'off' })
      await history.task()
      history.fired('1.2.1')
      expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 2 b'])
      expect(shipped).toEqual([])
    }
  })

  it('is thrown again at each further operation, so that a catch can not continue; there is one warning (C5)', async () => {
    let tries = 0
    async function* stubborn() {
      for (;;) {
        try {
          yield* a()
        } catch {
          if (++tries === 5) return
        }
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([stubborn(), sleep('1s')])
      yield* b()
    })
    const history = new ReplayedHistory(program, undefined, { guards: 'off' })
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'schedule 2 b'])
    expect(history.replay.report().warnings).toEqual([
      "Workflow 'w' (branch 1.1) asked for activity 'a' after it had ended. The operation was refused: wrap clean-up in shield(…)",
    ])
  })

  it('ends the branches of composites first, then the coroutine that waits for them', async () => {
    const order: string[] = []
    async function* leaf(name: string) {
      try {
        yield* a()
      } finally {
        order.push(name)
      }
    }
    async function* parent() {
      try {
        yield* all([leaf('x'), leaf('y')])
      } finally {
        order.push('parent')
      }
    }
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([parent(), sleep('1s')])
      return order
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['complete ["x","y","parent"]'])
  })

  it('replaces a fulfilled outcome by an error of the clean-up, and only warns of it beside a rejection (C5)', async () => {
    async function* messy() {
      try {
        yield* a()
      } finally {
        // oxlint-disable-next-line no-unsafe-finally -- that is the case
        throw new Error('the clean-up broke')
      }
    }
    const won = new ReplayedHistory(of(() => race([messy(), b()])))
    await won.task()
    won.completed('1.2.1', 'B')
    expect(await won.task()).toEqual(['complete {"threw":"the clean-up broke"}'])
    const lost = new ReplayedHistory(of(() => all([messy(), b()])))
    await lost.task()
    lost.failed('1.2.1', 'no')
    expect(await lost.task()).toEqual([`complete {"threw":"Activity b 1.0 (id '1.2.1') failed: no"}`])
    expect(lost.replay.report().warnings).toEqual(['The clean-up of an ended branch failed: Error'])
  })

  it('is a plain return() for a branch that has not started, so that no code of it runs', async () => {
    const ran: string[] = []
    function* never() {
      ran.push('never')
      yield* a()
    }
    function* quick() {
      return 1
    }
    const program = workflow({ name: 'w' }, function* () {
      yield* race([quick(), all([never()])])
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete undefined'])
    expect(ran).toEqual([])
  })

  it('comes after a resumption that was queued already, at the next operation (C3, C4)', async () => {
    const order: string[] = []
    async function* x() {
      yield* all([])
      order.push('x resumed')
      yield* a()
      order.push('x went on')
    }
    function* y() {
      order.push('y won')
      return 'y'
    }
    const program = workflow({ name: 'w' }, async function* () {
      const won = yield* race([x(), y()])
      return [won, ...order]
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete ["y","y won","x resumed"]'])
  })
})

it('a branch that is ended while its own composite has failed and cleans up gets the token, not the failure (C3)', async () => {
  const seen: unknown[] = []
  async function* inner() {
    try {
      yield* all([a(), cleaning()])
    } catch (error) {
      seen.push(isEnded(error))
      throw error
    }
  }
  async function* cleaning() {
    try {
      yield* b()
    } finally {
      yield* shield(undo())
    }
  }
  const program = workflow({ name: 'w' }, async function* () {
    return yield* race({ inner: inner(), late: sleep('1s') })
  })
  const history = new ReplayedHistory(program)
  await history.task()
  history.failed('1.1.1.1.1', 'Error: no')
  expect(await history.task()).toEqual(['cancel activity 1.1.1.2.1', 'schedule 1.1.1.2.2.1 undo'])
  history.fired('1.2.1')
  await history.task()
  history.completed('1.1.1.2.2.1')
  expect(await history.task()).toEqual(['complete {"winner":"late"}'])
  expect(seen).toEqual([true])
})
