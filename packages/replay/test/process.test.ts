import { readFile, stat } from 'node:fs/promises'
import { activities, all, isReyieldError, race, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(n?: number): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m' })

describe('a workflow that awaits the outside world (P1)', () => {
  it.each([
    ['a timer', () => new Promise(resolve => setTimeout(resolve, 1))],
    ['an immediate', () => new Promise(resolve => setImmediate(resolve))],
    ['a file', () => readFile(new URL(import.meta.url))],
    ['a finished stat', () => stat(new URL(import.meta.url))],
    ['nothing that ever comes', () => new Promise(() => undefined)],
  ])('is reported at once: %s', async (_, outside) => {
    const program = workflow({ name: 'w' }, async function* () {
      await outside()
      yield* a()
    })
    await expect(new ReplayedHistory(program, undefined, { guards: 'off' }).task()).rejects.toMatchObject({
      code: 'WORKFLOW_STUCK',
      message:
        "Workflow 'w' awaits something that isn't an operation, before its first operation. A workflow may only wait with yield*: " +
        'use sleep() for timers, and activities for calls to the outside world (fetch, files, databases)',
    })
  })

  it('is reported in a branch, with its name', async () => {
    async function* branch() {
      yield* a()
      await new Promise(resolve => setImmediate(resolve))
    }
    const program = workflow({ name: 'w' }, () => race2(branch()))
    async function* race2(one: AsyncGenerator<unknown, void, unknown>) {
      yield* race([one, sleep('1h')])
    }
    const history = new ReplayedHistory(program, undefined, { guards: 'off' })
    await history.task()
    history.completed('1.1.1')
    await expect(history.task()).rejects.toMatchObject({ code: 'WORKFLOW_STUCK', coroutine: '1.1' })
  })

  it('may await promises that only need microtasks to settle', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      await Promise.resolve()
      await Promise.all([1, 2, 3].map(async n => (await Promise.resolve(), n)))
      for (let i = 0; i < 100; i++) await null
      return yield* a()
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['schedule 1 a'])
  })
})

describe('the microtasks of a step', () => {
  it('are drained before the next step, so that a floating promise runs at the same place, cached or new (P2)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      let counted = 0
      void (async () => {
        for (let i = 0; i < 20; i++) await null
        counted = 20
      })()
      yield* a()
      return counted
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1').begin()
    const kept = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(kept)
    expect(kept[0]!.completeWorkflowExecutionDecisionAttributes!.result).toBe('{"json":20}')
  })

  it('belong to one execution at a time in the process (P1)', async () => {
    const trace: string[] = []
    const program = workflow({ name: 'w' }, async function* (name: string) {
      for (let i = 0; i < 3; i++) {
        trace.push(`${name} begins`)
        for (let j = 0; j < 10; j++) await null
        trace.push(`${name} ends`)
        yield* all([])
      }
    })
    await Promise.all(['x', 'y', 'z'].map(name => new ReplayedHistory(program, name).task()))
    expect(trace.map(entry => entry.split(' ')[1])).toEqual(new Array(9).fill(['begins', 'ends']).flat())
  })
})

describe('a program that continues after it awaited an outside promise', () => {
  it('creates operations that do not count for another execution (P6)', async () => {
    let settle = () => {}
    const outside = new Promise<void>(resolve => (settle = resolve))
    let wentOn = false
    const waits = workflow({ name: 'waits' }, async function* () {
      await outside
      b()
      wentOn = true
      yield* a()
    })
    const other = workflow({ name: 'other' }, async function* () {
      yield* a()
    })
    await expect(new ReplayedHistory(waits).task()).rejects.toMatchObject({ code: 'WORKFLOW_STUCK' })
    const history = new ReplayedHistory(other)
    await history.task()
    settle()
    await new Promise(resolve => setImmediate(resolve))
    expect(wentOn).toBe(true)
    history.completed('1')
    expect(await history.task()).toEqual(['complete undefined'])
    expect(history.replay.report().warnings).toEqual([])
  })
})

describe('an operation that is never yielded (P4)', () => {
  it.each([
    [
      'forgotten',
      async function* () {
        a()
        yield* b()
      },
      "created activity 'a' and never yielded it",
    ],
    [
      'awaited',
      async function* () {
        await a()
        yield* b()
      },
      "created activity 'a' and never yielded it",
    ],
    [
      'a forgotten composite, with its branches',
      async function* () {
        all([a(), sleep(5)])
        yield* b()
      },
      "created activity 'a', sleep of 5 ms, all(…) and never",
    ],
    [
      'returned',
      async function* () {
        yield* b()
        return a()
      },
      "created activity 'a' and never yielded it",
    ],
  ] as const)(
    '%s: the decision task times out, and the error names the operation',
    async (_, run, problem) => {
      const program = workflow({ name: 'w' }, run as () => AsyncGenerator<unknown, unknown, unknown>)
      const history = new ReplayedHistory(program)
      await history.task()
      history.completed('1').begin()
      await expect(history.decide()).rejects.toMatchObject({
        code: 'OPERATION_NEVER_YIELDED',
        message: expect.stringContaining(problem) as string,
      })
    },
  )

  it('is only a warning with guards off', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      a()
      return 1
    })
    const history = new ReplayedHistory(program, undefined, { guards: 'off' })
    expect(await history.task()).toEqual(['complete 1'])
    expect(history.replay.report().warnings).toHaveLength(1)
  })

  it('is not reported if it was yielded elsewhere, or its branch has lost or failed', async () => {
    function* branch(operation: ReturnType<typeof a>) {
      yield* operation
    }
    async function* loser() {
      const later = b()
      yield* sleep('1h')
      yield* later
    }
    const program = workflow({ name: 'w' }, async function* () {
      const operation = a()
      yield* race([branch(operation), loser()])
      return 'fine'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1.1.1')
    expect(await history.task()).toEqual(['complete "fine"'])
    expect(history.replay.report().warnings).toEqual([
      "Workflow 'w' (branch 1.2) has not yielded activity 'b', but waits for sleep of 3600000 ms, which it created later. " +
        "The earlier operation has not run: write 'yield* ' before its call",
    ])
  })
})

describe('a yielded value that is not an operation (C13)', () => {
  it.each([[5], ['x'], [undefined], [{}], [null]])('%j throws into the program', async value => {
    const program = workflow({ name: 'w' }, function* () {
      try {
        yield value
      } catch (error) {
        return isReyieldError(error, 'YIELD_INVALID')
      }
      return false
    })
    expect(await new ReplayedHistory(program).task()).toEqual(['complete true'])
  })
})

describe('a program that never waits for an event (C13)', () => {
  it('is stopped after 10,000 operations', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      for (;;) {
        try {
          yield 'nonsense'
        } catch {
          continue
        }
      }
    })
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({ code: 'WORKFLOW_RUNAWAY' })
  })
})

describe('a program that can not begin', () => {
  it('holds the execution when its parameter does not fit the input', async () => {
    const program = workflow({ name: 'w' }, async function* ({ id }: { id: string }) {
      yield* a()
      return id
    })
    await expect(new ReplayedHistory(program, undefined).task()).rejects.toMatchObject({
      code: 'WORKFLOW_HELD',
      message: expect.stringContaining("Workflow 'w' ended with a bug: TypeError (") as string,
    })
  })

  it('lets the decision task time out if it is not a generator function', async () => {
    const program = workflow({ name: 'w' }, (async () => 1) as never)
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({ code: 'DEFINITION_INVALID' })
  })
})

describe('an unreadable payload (W9)', () => {
  it('lets the decision task time out with an error that names event and field, which the program never sees', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* a()
      } catch {
        return 'caught'
      }
      return 'fine'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.record('ActivityTaskCompleted', {
      scheduledEventId: 5,
      startedEventId: 0,
      result: 'no superjson',
    })
    await expect(history.task()).rejects.toMatchObject({
      code: 'PAYLOAD_UNREADABLE',
      eventId: 6,
      message: expect.stringContaining(
        "Event 6: the result of activity 'a' (id '1') (serializer 'superjson') can't be read",
      ) as string,
    })
  })
})
