import { activities, all, race, signal, sleep, workflow, type Cancellation } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

interface Impl {
  a(): Promise<string>
  b(): Promise<string>
}
const { a, b } = activities<Impl>({ startToClose: '5m', retry: { maximumAttempts: 3 } })
const stop = signal('stop')
const send = (story: Story) => story.tell('WorkflowExecutionSignaled', { signalName: 'stop' })
const ask = (story: Story) => story.tell('WorkflowExecutionCancelRequested', { externalInitiatedEventId: 0 })
const canceled = (story: Story, id: string) =>
  story.tell('ActivityTaskCanceled', {
    scheduledEventId: story.opened('ActivityTaskScheduled', 'activityId', id),
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
  it('try: is asked for, and nobody waits', async () => {
    const story = new Story(racing('try'))
    await story.task()
    send(story)
    expect(await story.task()).toEqual(['cancel activity 1.1.1', 'start 2 60s'])
  })

  it('abandon: is not asked for; it runs on, and its result is dropped', async () => {
    const story = new Story(racing('abandon'))
    await story.task()
    send(story)
    expect(await story.task()).toEqual(['start 2 60s'])
    story.completed('1.1.1', 'late')
    expect(await story.task()).toEqual([])
    story.fired('2')
    expect(await story.task()).toEqual(['complete "stop"'])
    await story.everyWay()
  })

  it('wait: is asked for once, and the branch ends when the activity has closed, whichever way', async () => {
    for (const end of [canceled, (story: Story, id: string) => story.failed(id, 'Error: no')]) {
      const story = new Story(racing('wait'))
      await story.task()
      send(story)
      expect(await story.task()).toEqual(['cancel activity 1.1.1'])
      send(story)
      expect(await story.task()).toEqual([])
      end(story, '1.1.1')
      expect(await story.task()).toEqual(['start 2 60s'])
      await story.everyWay()
    }
  })

  it('wait, at a cancel request: what it throws becomes the CanceledError; no attempt follows (L1)', async () => {
    const story = new Story(waiting)
    await story.task()
    ask(story)
    expect(await story.task()).toEqual(['cancel activity 1'])
    story.failed('1', 'Error: no')
    expect(await story.task()).toEqual(['complete ["CanceledError"]'])
    await story.everyWay()
  })

  it('wait, at a cancel request: its result is not lost, and the request is thrown behind it (C9)', async () => {
    const story = new Story(waiting)
    await story.task()
    ask(story)
    await story.task()
    story.completed('1', 'in spite of it')
    expect(await story.task()).toEqual(['complete ["in spite of it","CanceledError"]'])
    await story.everyWay()
  })

  it('wait, not recorded yet: is forgotten at once', async () => {
    const story = new Story(
      workflow({ name: 'w' }, async function* () {
        return yield* race([all([a.with({ cancellation: 'wait' })()]), stop])
      }),
    )
    send(story)
    expect(await story.task()).toEqual(['complete undefined'])
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

  it('travels as data, and waits as the rule says', async () => {
    const story = new Story(program)
    await story.task()
    expect(story.events.at(-1)!.activityTaskScheduledEventAttributes!.control).toBe(
      '{"retry":{"attempts":5,"initial":60000,"backoff":2,"maximum":60000,"v":2,"nonRetryable":["RangeError","HEARTBEAT"],' +
        '"on":{"BUSY":{"attempts":2,"initial":600000,"maximum":3600000}}}}',
    )
    story.failed('1', 'Error: no', failure('Error', 'BUSY'))
    const [wait] = await story.task()
    expect(Number(/(\d+)s$/.exec(wait!)![1])).toBeGreaterThan(440)
    story.fired('1~1')
    await story.task()
    story.failed('1', 'Error: no', failure('Error', 'BUSY'))
    expect(await story.task()).toEqual([expect.stringMatching(/^fail ActivityFailedError/)])
  })

  it('gives up at a class that is not to be retried', async () => {
    const story = new Story(program)
    await story.task()
    story.failed('1', 'RangeError: no', failure('RangeError'))
    expect(await story.task()).toEqual([expect.stringMatching(/^fail ActivityFailedError/)])
  })

  it('gives up at a timeout that is not to be retried', async () => {
    const story = new Story(program)
    await story.task()
    story.tell('ActivityTaskTimedOut', { scheduledEventId: 5, startedEventId: 0, timeoutType: 'HEARTBEAT' })
    expect(await story.task()).toEqual([expect.stringMatching(/^fail ActivityTimedOutError/)])
  })
})
