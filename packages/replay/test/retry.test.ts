import { activities, activity, all, race, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { short, ReplayedHistory } from './replayed-history.ts'

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
const timedOut = (history: ReplayedHistory, timeoutType: string) =>
  history.record('ActivityTaskTimedOut', {
    scheduledEventId: history.opened('ActivityTaskScheduled', 'activityId', '1'),
    startedEventId: 0,
    timeoutType,
  })

describe('a failing activity with a retry policy (L1)', () => {
  it('is retried under the same id, after longer and longer timers <id>~<attempt>', async () => {
    const history = new ReplayedHistory(careful)
    expect(await history.task()).toEqual(['schedule 1 a'])
    history.failed('1', 'Error: no')
    expect(await history.task()).toEqual([expect.stringMatching(/^start 1~1 (8|9|10)s$/)])
    history.fired('1~1')
    expect(await history.task()).toEqual(['schedule 1 a'])
    timedOut(history, 'START_TO_CLOSE')
    expect(await history.task()).toEqual([expect.stringMatching(/^start 1~2 (15|16|17|18|19|20)s$/)])
    history.fired('1~2')
    expect(await history.task()).toEqual(['schedule 1 a'])
    history.completed('1', 'at last').begin()
    const kept = await history.decide()
    expect(kept.map(short)).toEqual(['complete {"gave":"at last"}'])
    expect((await history.everyWay()).decisions).toEqual(kept)
  })

  it('fails with its last failure when the attempts are used up', async () => {
    const history = new ReplayedHistory(careful)
    for (const attempt of [1, 2]) {
      await history.task()
      history.failed('1', 'Error: no')
      await history.task()
      history.fired(`1~${attempt}`)
    }
    await history.task()
    history.failed('1', 'Error: no')
    expect(await history.task()).toEqual(['complete {"code":"ACTIVITY_FAILED","attempt":3}'])
  })

  it.each<[string, (history: ReplayedHistory) => unknown]>([
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
        s.record('ActivityTaskCanceled', {
          scheduledEventId: 5,
          startedEventId: 0,
          latestCancelRequestedEventId: 0,
        }),
    ],
  ])('is not retried after %s', async (_, fail) => {
    const history = new ReplayedHistory(careful)
    await history.task()
    fail(history)
    expect(await history.task()).toEqual([expect.stringMatching(/^complete \{"code":"ACTIVITY_/)])
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
      const old = new ReplayedHistory(policy(then)).begin()
      old
        .complete(await old.decide())
        .failed('1', 'Error: no')
        .begin()
      const replay = new ReplayedHistory(policy(now)).fresh()
      await replay.feed(old.events)
      expect((await replay.decisions()).map(short)).toEqual([expect.stringContaining(expected)])
    }
  })

  it('stays attached while it backs off: a lost race cancels its timer', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('1m')])
      return yield* b()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1.1', 'Error: no')
    expect(await history.task()).toEqual([expect.stringMatching(/^start 1\.1\.1~1 /)])
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['cancel timer 1.1.1~1', 'schedule 2 b'])
  })

  it('whose timer was never recorded is dropped by a lost race', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* race([a(), sleep('1m')])
      return yield* b()
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1.1.1', 'Error: no').fired('1.2.1')
    expect(await history.task()).toEqual(['schedule 2 b'])
  })

  it('keeps its own id in use while it backs off (W7)', async () => {
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
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('mine', 'Error: no')
    await history.task()
    history.fired('1.2.1')
    expect(await history.task()).toEqual(['complete "ID_IN_USE"'])
  })

  it('ends with the refusal when SWF refuses its timer', async () => {
    const history = new ReplayedHistory(careful)
    await history.task()
    history.failed('1', 'Error: no').begin()
    await history.decide()
    const decisionTaskCompletedEventId = history.record('DecisionTaskCompleted')
    history.record('StartTimerFailed', {
      timerId: '1~1',
      cause: 'OPERATION_NOT_PERMITTED',
      decisionTaskCompletedEventId,
    })
    expect(await history.task()).toEqual(['complete {"code":"TIMER_NOT_STARTED"}'])
  })
})
