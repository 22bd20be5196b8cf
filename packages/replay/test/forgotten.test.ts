import { superjson } from '@reyield/data'
import {
  activities,
  all,
  continueAsNew,
  fork,
  isReyieldError,
  race,
  sleep,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { warningsWithLines } from '../src/where/index.ts'
import { ReplayedHistory } from './replayed-history.ts'

const { charge, ship } = activities<{ charge(n?: number): Promise<string>; ship(): Promise<string> }>({
  startToClose: '5m',
})

const passedOver = (what: string, later: string, branch = '') =>
  `Workflow 'w'${branch} has not yielded ${what}, but waits for ${later}, which it created later. The earlier ` +
  `operation has not run: write 'yield* ' before its call`

async function warnings(
  program: () => Generator<unknown, unknown, unknown> | AsyncGenerator<unknown, unknown, unknown>,
) {
  const history = new ReplayedHistory(workflow({ name: 'w' }, program))
  history.begin()
  await history.decide().catch(() => undefined)
  return history.replay.report().warnings
}

describe('a forgotten yield* (P4)', () => {
  it.each([
    [
      'before a return',
      function* () {
        charge()
      },
    ],
    [
      'before continueAsNew',
      function* () {
        charge()
        yield* continueAsNew(2)
      },
    ],
    [
      'before the return of a branch',
      function* () {
        yield* all([branch()])
      },
    ],
    [
      'before the return of a fork',
      function* () {
        yield* fork(branch())
        yield* sleep(1)
      },
    ],
    [
      'where an operation is returned',
      function* () {
        return { later: charge() }
      },
    ],
  ])('%s holds the execution', async (_, program: () => Generator<unknown, unknown, unknown>) => {
    await expect(new ReplayedHistory(workflow({ name: 'w' }, program)).task()).rejects.toMatchObject({
      code: 'OPERATION_NEVER_YIELDED',
      operations: ["activity 'charge'"],
    })
  })

  function* branch() {
    charge()
  }

  it.each([
    [
      'a sync one',
      function* () {
        return branch()
      },
    ],
    [
      'an async one',
      async function* () {
        return branch()
      },
    ],
    [
      'that of a branch',
      function* () {
        yield* all([
          (function* () {
            return branch()
          })(),
        ])
      },
    ],
  ])('holds the execution if a generator is returned: %s', async (_, program) => {
    await expect(
      new ReplayedHistory(
        workflow({ name: 'w' }, program as () => Generator<unknown, unknown, unknown>),
      ).task(),
    ).rejects.toMatchObject({ code: 'OPERATION_NEVER_YIELDED', operations: ['a generator'] })
  })

  it('says so if a generator is yielded', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, function* () {
        try {
          yield branch()
        } catch (error) {
          return isReyieldError(error, 'YIELD_INVALID') && error.message
        }
        return undefined
      }),
    )
    expect(await history.task()).toEqual([
      `complete "A workflow yielded a generator, so none of it ran. Write 'yield* ' instead of 'yield ' before the call"`,
    ])
  })

  it('before a throw is only a warning', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, function* () {
        charge()
        throw new Error('no stock')
        yield* sleep(1)
      }),
    )
    expect(await history.task()).toEqual(['fail Error: no stock'])
    expect(history.replay.report().warnings).toEqual([
      expect.stringContaining("created activity 'charge' and never yielded it"),
    ])
  })

  it('is one warning when the program waits for an operation that was created later', async () => {
    expect(
      await warnings(function* () {
        charge()
        yield* all([sleep(1)])
        yield* sleep(2)
      }),
    ).toEqual([passedOver("activity 'charge'", 'all(…)')])
    expect(
      await warnings(async function* () {
        yield* race([
          (async function* () {
            charge()
            yield* ship()
          })(),
        ])
      }),
    ).toEqual([passedOver("activity 'charge'", "activity 'ship'", ' (branch 1.1)')])
  })

  it('is not reported for operations yielded in another order, or by another branch', async () => {
    function* later(operation: ReturnType<typeof charge>) {
      yield* operation
    }
    for (const program of [
      function* () {
        const first = charge()
        const second = ship()
        yield* all([first, second])
      },
      function* () {
        const first = charge()
        yield* all([later(first)])
      },
      function* () {
        const first = charge()
        yield* fork(later(first))
        yield* sleep(1)
      },
    ]) {
      expect(await warnings(program)).toEqual([])
    }
  })

  it('has a warning with its line, by a second replay', async () => {
    const program = workflow({ name: 'w' }, function* () {
      charge()
      yield* sleep(1)
    })
    const history = new ReplayedHistory(program)
    history.begin()
    const options = { execution: { workflowId: 'history', runId: 'run/1=' }, serializer: superjson }
    expect(await warningsWithLines(program, history.events, options)).toEqual([
      expect.stringMatching(
        /has not yielded activity 'charge' \(.*forgotten\.test\.ts:\d+:\d+\)+, but waits for/,
      ),
    ])
  })
})
