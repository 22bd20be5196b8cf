import type { ActivityFailedError } from '@reyield/workflow'
import { activities, all, race, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import type { ActivityContext } from '../src/index.ts'
import { until, ways, fixture } from './fixture.ts'

/** Promises in a test's hand. */
function gate() {
  let open = () => {}
  const passed = new Promise<void>(resolve => (open = resolve))
  return { open, passed }
}

const options = { taskList: 'main', executionStartToClose: '1 day' } as const
const events = (types: (string | undefined)[]) => types.filter(type => !type!.startsWith('DecisionTask'))

describe.each(ways)('over the %s', way => {
  it('a workflow runs to its end, with sequential and parallel activities', async () => {
    await using here = await fixture(way)
    const impl = {
      double: async (n: number) => n * 2,
      add: async (pair: readonly [number, number]) => pair[0] + pair[1],
    }
    const { double, add } = activities<typeof impl>({ startToClose: '1m' })
    const sum = workflow({ name: 'sum', ...options }, async function* (n: number) {
      const [a, b] = yield* all([double(n), double(n + 1)])
      return { sum: yield* add([a, b]), at: new Date(0) }
    })
    await Promise.all([here.worker({ workflows: [sum] }).ready, here.worker({ activities: impl }).ready])
    const handle = await here.client.start(sum, 3)
    expect(await handle.result()).toEqual({ sum: 14, at: new Date(0) })
    expect(here.lines.filter(({ level }) => level === 'warn' || level === 'error')).toEqual([])
  })

  it('an activity that throws fails, with its error as the cause', async () => {
    await using here = await fixture(way)
    const impl = {
      charge: async (_: string) => {
        throw Object.assign(new RangeError('the card is empty'), { code: 'EMPTY' })
      },
    }
    const { charge } = activities<typeof impl>({ startToClose: '1m' })
    const pay = workflow({ name: 'pay', ...options }, async function* (card: string) {
      try {
        return yield* charge(card)
      } catch (error) {
        const { cause, reason } = error as ActivityFailedError
        return {
          reason,
          cause: {
            ...(cause as object),
            message: (cause as Error).message,
            name: (cause as Error).name,
            code: (cause as { code?: string }).code,
          },
        }
      }
    })
    here.worker({ workflows: [pay] })
    here.worker({ activities: impl })
    expect(await (await here.started(pay, 'visa')).result()).toEqual({
      reason: expect.stringMatching(/^RangeError(: the card is empty)?$/) as string, // with a pipeline the class alone
      cause: { name: 'RangeError', message: 'the card is empty', code: 'EMPTY' },
    })
  })

  it.each<[string, unknown, string]>([
    ['that can’t be written', { callback: () => 1 }, 'PAYLOAD_UNSERIALIZABLE'],
    ['that is too long', 'x'.repeat(33_000), 'PAYLOAD_TOO_LONG'],
  ])('an activity with a result %s fails with that error', async (_, result, code) => {
    await using here = await fixture(way)
    const impl = { give: async (): Promise<unknown> => result }
    const { give } = activities<typeof impl>({ startToClose: '1m' })
    const take = workflow({ name: 'take', ...options }, async function* () {
      try {
        return yield* give()
      } catch (error) {
        return ((error as Error).cause as { code: string }).code
      }
    })
    here.worker({ workflows: [take] })
    here.worker({ activities: impl })
    expect(await (await here.started(take)).result()).toBe(code)
  })

  it('an activity of a type that its worker does not serve fails', async () => {
    await using here = await fixture(way)
    const impl = { known: async () => 1 }
    const { unknown } = activities<{ unknown: () => Promise<number> }>({ startToClose: '1m' })
    const ask = workflow({ name: 'ask', ...options }, async function* () {
      try {
        return yield* unknown()
      } catch (error) {
        return ((error as Error).cause as { code: string }).code
      }
    })
    here.worker({ workflows: [ask] })
    await here.worker({ activities: impl }).ready
    await here.swf.registerActivityType({ domain: 'test', name: 'unknown', version: '1.0' })
    expect(await (await here.started(ask)).result()).toBe('TYPE_UNREGISTERED')
  })

  it('an activity gets a cancel request with its heartbeat', async () => {
    await using here = await fixture(way)
    const begun = gate()
    const impl = {
      wait: async (_: undefined, { heartbeat, signal }: ActivityContext) => {
        begun.open()
        for (;;) {
          await heartbeat({ alive: true })
          signal.throwIfAborted()
          await new Promise(resolve => setImmediate(resolve))
        }
      },
    }
    const { wait } = activities<typeof impl>({ startToClose: '1h', heartbeat: '10m' })
    const impatient = workflow({ name: 'impatient', ...options }, async function* () {
      const { winner } = yield* race({ done: wait(undefined), late: sleep('1m') })
      yield* sleep('1h')
      return winner
    })
    here.worker({ workflows: [impatient] })
    here.worker({ activities: impl })
    const handle = await here.started(impatient)
    await begun.passed
    await here.clock.advance('1m')
    await until(
      async () => (await handle.history()).some(({ eventType }) => eventType === 'ActivityTaskCanceled'),
      'ActivityTaskCanceled',
    )
    await until(
      async () => (await handle.describe()).openCounts?.openDecisionTasks === 0,
      'a quiet execution',
    )
    await here.clock.advance('1h')
    expect(await handle.result()).toBe('late')
    expect(events((await handle.history()).map(({ eventType }) => eventType))).toEqual([
      'WorkflowExecutionStarted',
      'ActivityTaskScheduled',
      'TimerStarted',
      'ActivityTaskStarted',
      'TimerFired',
      'ActivityTaskCancelRequested',
      'TimerStarted',
      'ActivityTaskCanceled',
      'TimerFired',
      'WorkflowExecutionCompleted',
    ])
  })

  it('the signal of an activity is aborted when its task is lost, and no response is sent', async () => {
    await using here = await fixture(way)
    const begun = gate()
    const aborted = gate()
    const impl = {
      wait: async (_: undefined, { heartbeat, signal }: ActivityContext) => {
        begun.open()
        while (!signal.aborted) {
          await heartbeat()
          await new Promise(resolve => setImmediate(resolve))
        }
        aborted.open()
      },
    }
    const { wait } = activities<typeof impl>({ startToClose: '1h' })
    const short = workflow({ name: 'short', ...options }, async function* () {
      yield* wait(undefined)
    })
    here.worker({ workflows: [short] })
    here.worker({ activities: impl })
    const { workflowId } = await here.started(short)
    await begun.passed
    await here.swf.terminateWorkflowExecution({ domain: 'test', workflowId })
    await aborted.passed
    await until(() => here.lines.some(({ level }) => level === 'warn'), 'a warning')
    expect(here.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'Too late: SWF no longer knows the activity task',
    ])
  })

  it('never handles more tasks than its concurrency', async () => {
    await using here = await fixture(way)
    let running = 0
    let most = 0
    const impl = {
      work: async (n: number) => {
        most = Math.max(most, ++running)
        for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve))
        running--
        return n
      },
    }
    const { work } = activities<typeof impl>({ startToClose: '1m' })
    const many = workflow({ name: 'many', ...options }, async function* (count: number) {
      return yield* all(Array.from({ length: count }, (_, n) => work(n)))
    })
    here.worker({ workflows: [many] })
    here.worker({ activities: impl, concurrency: 2, pollers: 9 })
    const result = await (await here.started(many, 12)).result()
    expect(result).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(most).toBe(2)
  })
})
