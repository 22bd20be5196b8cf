import {
  activities,
  all,
  fork,
  map,
  race,
  retry,
  saga,
  shield,
  sleep,
  timeout,
  workflow,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

const { pay } = activities<{ pay(): Promise<string> }>({ startToClose: '5m' })

function* sync() {
  return yield* pay()
}
async function* async() {
  return yield* pay()
}

type Step = ReturnType<typeof sync> | ReturnType<typeof async>
const again: [string, (step: Step) => Generator<unknown, unknown, unknown>][] = [
  [
    'all',
    function* (step) {
      yield* all([step, step])
    },
  ],
  [
    'race',
    function* (step) {
      yield* race([step, step])
    },
  ],
  [
    'fork',
    function* (step) {
      yield* fork(step)
      yield* fork(step)
      yield* sleep(1)
    },
  ],
  [
    'map',
    function* (step) {
      yield* map([1, 2], () => step)
    },
  ],
  [
    'timeout after a fork',
    function* (step) {
      yield* fork(step)
      yield* timeout(step, '1h')
    },
  ],
  [
    'shield after a fork',
    function* (step) {
      yield* fork(step)
      yield* shield(step)
    },
  ],
  [
    'saga after a fork',
    function* (step) {
      yield* fork(step)
      yield* sleep(0)
      yield* saga(() => step)
    },
  ],
  [
    'retry',
    function* (step) {
      yield* retry(() => step, { maximumAttempts: 3, initialInterval: 0 })
    },
  ],
  [
    'an undo step',
    function* (step) {
      yield* fork(step)
      yield* sleep(0)
      yield* saga(function* (undo) {
        undo(() => step)
        yield* sleep(0)
        throw new Error('no')
      })
    },
  ],
  [
    'what a settled race had closed',
    function* (step) {
      yield* race([all([]), step])
      yield* all([step])
    },
  ],
]

describe('a generator object that has already run (C15)', () => {
  it.each(again.flatMap(([what, use]) => [sync, async].map(step => [what, step.name, use, step] as const)))(
    'is refused in %s (%s), and the program does not see it',
    async (_, __, use, step) => {
      const caught: unknown[] = []
      const program = workflow({ name: 'w' }, function* () {
        try {
          yield* use(step())
        } catch (error) {
          caught.push(error)
        }
      })
      const history = new ReplayedHistory(program)
      const toTheEnd = async () => {
        for (let tasks = 0; tasks < 10; tasks++) {
          for (const decided of await history.task()) {
            const timer = /^start (\S+) 0s$/.exec(decided)?.[1]
            const activity = /^schedule (\S+)/.exec(decided)?.[1]
            if (timer !== undefined) history.fired(timer)
            if (activity !== undefined) history.failed(activity, 'Error: bank down')
          }
        }
      }
      await expect(toTheEnd()).rejects.toMatchObject({
        code: 'GENERATOR_REUSED',
        message: expect.stringContaining('call the function again for each use') as string,
      })
      expect(caught).toEqual([])
      await expect(history.everyWay()).rejects.toMatchObject({ code: 'GENERATOR_REUSED' })
    },
  )

  it('in an earlier execution, since it was created outside the workflow, is refused', async () => {
    const step = sync()
    const program = workflow({ name: 'w' }, () => step)
    await new ReplayedHistory(program).task()
    await expect(new ReplayedHistory(program).task()).rejects.toMatchObject({ code: 'GENERATOR_REUSED' })
  })

  it('has no error in a completed task, so that older executions continue', async () => {
    const program = workflow({ name: 'w' }, function* () {
      const step = sync()
      try {
        yield* retry(() => step, { maximumAttempts: 2, initialInterval: 0 })
      } catch {
        return 'failed'
      }
      yield* sleep('1h')
      return 'went on'
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1.1', 'Error: bank down')
    await history.task()
    history
      .fired('1.1.2')
      .begin()
      .complete([
        {
          decisionType: 'StartTimer',
          startTimerDecisionAttributes: { timerId: '2', startToFireTimeout: '3600' },
        },
      ]) // as versions without this rule decided
    history.replay = history.fresh()
    history.fired('2')
    expect(await history.task()).toEqual(['complete "went on"'])
  })
})
