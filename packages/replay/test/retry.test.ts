import { activities, activity, all, race, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { short, Story } from './story.ts'

const { a, b } = activities<{ a(n?: number): Promise<string>; b(): Promise<string> }>({
  startToClose: '5m',
  retry: {
    maximumAttempts: 3,
    initialInterval: '10s',
    nonRetryable: ['RangeError', 'NO_MONEY', 'HEARTBEAT'],
  },
})
const careful = workflow({ name: 'w' }, async function* () {
  try {
    return { gave: yield* a() }
  } catch (error) {
    const { code, activity } = error as { code: string; activity?: { attempt: number } }
    return { code, attempt: activity?.attempt }
  }
})
const timedOut = (story: Story, timeoutType: string) =>
  story.tell('ActivityTaskTimedOut', {
    scheduledEventId: story.opened('ActivityTaskScheduled', 'activityId', '1'),
    startedEventId: 0,
    timeoutType,
  })

describe('a failing activity with a retry policy (L1)', () => {
  it('is tried again under the same id, after a timer <id>~<attempt>, ever longer', async () => {
    const story = new Story(careful)
    expect(await story.task()).toEqual(['schedule 1 a'])
    story.failed('1', 'Error: no')
    expect(await story.task()).toEqual([expect.stringMatching(/^start 1~1 (8|9|10)s$/)])
    story.fired('1~1')
    expect(await story.task()).toEqual(['schedule 1 a'])
    timedOut(story, 'START_TO_CLOSE')
    expect(await story.task()).toEqual([expect.stringMatching(/^start 1~2 (15|16|17|18|19|20)s$/)])
    story.fired('1~2')
    expect(await story.task()).toEqual(['schedule 1 a'])
    story.completed('1', 'at last').begin()
    const kept = await story.decide()
    expect(kept.map(short)).toEqual(['complete {"gave":"at last"}'])
    expect((await story.everyWay()).decisions).toEqual(kept)
  })

  it('fails with its last failure when the attempts are used up', async () => {
    const story = new Story(careful)
    for (const attempt of [1, 2]) {
      await story.task()
      story.failed('1', 'Error: no')
      await story.task()
      story.fired(`1~${attempt}`)
    }
    await story.task()
    story.failed('1', 'Error: no')
    expect(await story.task()).toEqual(['complete {"code":"ACTIVITY_FAILED","attempt":3}'])
  })

  it.each<[string, (story: Story) => unknown]>([
    ['the class of its error', s => s.failed('1', 'x', '{"reyield":1,"name":"RangeError","message":"no"}')],
    [
      'the code of its error',
      s => s.failed('1', 'x', '{"reyield":1,"name":"E","message":"no","code":"NO_MONEY"}'),
    ],
    ['the reason of another language', s => s.failed('1', 'RangeError: from elsewhere')],
    ['the kind of timeout', s => timedOut(s, 'HEARTBEAT')],
    [
      'its cancellation',
      s =>
        s.tell('ActivityTaskCanceled', {
          scheduledEventId: 5,
          startedEventId: 0,
          latestCancelRequestedEventId: 0,
        }),
    ],
  ])('is not tried again after %s', async (_, fail) => {
    const story = new Story(careful)
    await story.task()
    fail(story)
    expect(await story.task()).toEqual([expect.stringMatching(/^complete \{"code":"ACTIVITY_/)])
  })

  it('keeps the policy of its first recorded attempt when the code has another', async () => {
    const policy = (maximumAttempts?: number) =>
      workflow({ name: 'w' }, async function* () {
        yield* activity<void, string>('a', {
          startToClose: '5m',
          ...(maximumAttempts && { retry: { maximumAttempts } }),
        })()
      })
    for (const [then, now, expected] of [
      [2, undefined, 'start 1~1'],
      [2, 1, 'start 1~1'],
      [undefined, 5, 'fail '],
    ] as const) {
      const old = new Story(policy(then)).begin()
      old
        .complete(await old.decide())
        .failed('1', 'Error: no')
        .begin()
      const replay = new Story(policy(now)).fresh()
      await replay.feed(old.events)
      expect((await replay.decisions()).map(short)).toEqual([expect.stringContaining(expected)])
    }
  })

  it('stays attached while it backs off: a lost race takes its timer back', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('1m')])
      return yield* b()
    })
    const story = new Story(program)
    await story.task()
    story.failed('1.1.1', 'Error: no')
    expect(await story.task()).toEqual([expect.stringMatching(/^start 1\.1\.1~1 /)])
    story.fired('1.2.1')
    expect(await story.task()).toEqual(['cancel timer 1.1.1~1', 'schedule 2 b'])
  })

  it('whose timer was never recorded is simply forgotten by a lost race', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('1m')])
      return yield* b()
    })
    const story = new Story(program)
    await story.task()
    story.failed('1.1.1', 'Error: no').fired('1.2.1')
    expect(await story.task()).toEqual(['schedule 2 b'])
  })

  it('keeps its own id taken while it backs off (W7)', async () => {
    const named = a.with({ id: 'mine' })
    async function* late() {
      yield* sleep('1s')
      return yield* named(2)
    }
    const program = workflow({ name: 'w' }, async function* () {
      try {
        yield* all([named(1), late()])
      } catch (error) {
        return (error as { code: string }).code
      }
      return 'both'
    })
    const story = new Story(program)
    await story.task()
    story.failed('mine', 'Error: no')
    await story.task()
    story.fired('1.2.1')
    expect(await story.task()).toEqual(['complete "ID_IN_USE"'])
  })

  it('ends with the refusal when its timer is refused for good', async () => {
    const story = new Story(careful)
    await story.task()
    story.failed('1', 'Error: no').begin()
    await story.decide()
    const decisionTaskCompletedEventId = story.tell('DecisionTaskCompleted')
    story.tell('StartTimerFailed', {
      timerId: '1~1',
      cause: 'OPERATION_NOT_PERMITTED',
      decisionTaskCompletedEventId,
    })
    expect(await story.task()).toEqual(['complete {"code":"TIMER_NOT_STARTED"}'])
  })
})
