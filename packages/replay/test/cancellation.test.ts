import { activities, all, race, signal, sleep, workflow, type Cancellation } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 3 } })
const stop = signal('stop')
const send = (history: ReplayedHistory) => history.record('WorkflowExecutionSignaled', { signalName: 'stop' })
const ask = (history: ReplayedHistory) =>
  history.record('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const canceled = (history: ReplayedHistory, id: string) =>
  history.record('ActivityTaskCanceled', {
    scheduledEventId: history.opened('ActivityTaskScheduled', 'activityId', id),
    startedEventId: 0,
  })
const racing = (cancellation: Cancellation) =>
  workflow({ name: 'w' }, async function* () {
    const won = yield* race({ work: a.with({ cancellation })(), stop })
    yield* sleep('1m')
    return won.winner
  })
const waiting = workflow({ name: 'w' }, async function* () {
  const seen: string[] = []
  try {
    seen.push(yield* a.with({ cancellation: 'wait' })())
    yield* b()
  } catch (error) {
    seen.push((error as Error).name)
  }
  return seen
})

describe('the cancellation of an activity', () => {
  it('try: is requested, and the branch does not wait', async () => {
    const history = new ReplayedHistory(racing('try'))
    await history.task()
    send(history)
    expect(await history.task()).toEqual(['cancel activity 1.1.1', 'start 2 60s'])
  })

  it('abandon: is not requested; the activity continues, and its result is dropped', async () => {
    const history = new ReplayedHistory(racing('abandon'))
    await history.task()
    send(history)
    expect(await history.task()).toEqual(['start 2 60s'])
    history.completed('1.1.1', 'late')
    expect(await history.task()).toEqual([])
    history.fired('2')
    expect(await history.task()).toEqual(['complete "stop"'])
    await history.everyWay()
  })

  it('wait: is requested once, and the branch ends when the activity has closed, however it closes', async () => {
    for (const end of [canceled, (history: ReplayedHistory, id: string) => history.failed(id, 'Error: no')]) {
      const history = new ReplayedHistory(racing('wait'))
      await history.task()
      send(history)
      expect(await history.task()).toEqual(['cancel activity 1.1.1'])
      send(history)
      expect(await history.task()).toEqual([])
      end(history, '1.1.1')
      expect(await history.task()).toEqual(['start 2 60s'])
      await history.everyWay()
    }
  })

  it('wait, at a cancel request: its error is replaced by the CanceledError, and no attempt follows (L1)', async () => {
    const history = new ReplayedHistory(waiting)
    await history.task()
    ask(history)
    expect(await history.task()).toEqual(['cancel activity 1'])
    history.failed('1', 'Error: no')
    expect(await history.task()).toEqual(['complete ["CanceledError"]'])
    await history.everyWay()
  })

  it('wait, at a cancel request: its result is not lost, and the request is thrown after it (C9)', async () => {
    const history = new ReplayedHistory(waiting)
    await history.task()
    ask(history)
    await history.task()
    history.completed('1', 'in spite of it')
    expect(await history.task()).toEqual(['complete ["in spite of it","CanceledError"]'])
    await history.everyWay()
  })

  it('wait, not recorded yet: is dropped at once', async () => {
    const history = new ReplayedHistory(
      workflow({ name: 'w' }, async function* () {
        return yield* race([all([a.with({ cancellation: 'wait' })()]), stop])
      }),
    )
    send(history)
    expect(await history.task()).toEqual(['complete undefined'])
  })
})

describe('a retry policy with rules for single errors', () => {
  const { c } = activities<{ c(): Promise<string> }>({
    startToClose: '1m',
    retry: {
      maximumAttempts: 5,
      initialInterval: '1m',
      nonRetryable: [RangeError, 'HEARTBEAT'],
      on: { BUSY: { maximumAttempts: 2, initialInterval: '10m', maximumInterval: '1h' } },
    },
  })
  const program = workflow({ name: 'w' }, async function* () {
    return yield* c()
  })
  const failure = (name: string, code?: string) => JSON.stringify({ reyield: 1, name, message: 'no', code })

  it('is recorded as data, and waits as the rule says', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    expect(history.events.at(-1)!.activityTaskScheduledEventAttributes!.control).toBe(
      '{"retry":{"attempts":5,"initial":60000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":["RangeError","HEARTBEAT"],' +
        '"on":{"BUSY":{"attempts":2,"initial":600000,"maximum":3600000}}}}',
    )
    history.failed('1', 'Error: no', failure('Error', 'BUSY'))
    const [wait] = await history.task()
    expect(Number(/(\d+)s$/.exec(wait!)![1])).toBeGreaterThan(440)
    history.fired('1~1')
    await history.task()
    history.failed('1', 'Error: no', failure('Error', 'BUSY'))
    expect(await history.task()).toEqual([expect.stringMatching(/^fail ActivityFailedError/)])
  })

  it('does not retry an excluded class', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1', 'RangeError: no', failure('RangeError'))
    expect(await history.task()).toEqual([expect.stringMatching(/^fail ActivityFailedError/)])
  })

  it('does not retry an excluded timeout', async () => {
    const history = new ReplayedHistory(program)
    await history.task()
    history.record('ActivityTaskTimedOut', {
      scheduledEventId: 5,
      startedEventId: 0,
      timeoutType: 'HEARTBEAT',
    })
    expect(await history.task()).toEqual([expect.stringMatching(/^fail ActivityTimedOutError/)])
  })
})
