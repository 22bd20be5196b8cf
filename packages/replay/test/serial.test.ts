import { activities, activity, all, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  double(n: number): Promise<number>
  fetchIt(url: string): Promise<string>
}
const { double, fetchIt } = activities<Impl>({ startToClose: '5m' })

const serial = workflow({ name: 'serial' }, async function* (n: number) {
  const once = yield* double(n)
  yield* sleep('1500ms')
  return yield* double(once)
})

describe('a program of serial steps', () => {
  it('is decided step by step, each with its number in the program (W5, W6)', async () => {
    const history = new ReplayedHistory(serial, 3)
    expect(await history.task()).toEqual(['schedule 1 double'])
    history.completed('1', 6)
    expect(await history.task()).toEqual(['start 2 2s'])
    history.fired('2')
    expect(await history.task()).toEqual(['schedule 3 double'])
    history.completed('3', 12)
    expect(await history.task()).toEqual(['complete 12'])
  })

  it('sends all five values of an activity, including the task list of the execution', async () => {
    const history = new ReplayedHistory(serial, 3)
    expect(await history.begin().decide()).toEqual([
      {
        decisionType: 'ScheduleActivityTask',
        scheduleActivityTaskDecisionAttributes: {
          activityType: { name: 'double', version: '1.0' },
          activityId: '1',
          input: '{"json":3}',
          taskList: { name: 'main' },
          scheduleToStartTimeout: 'NONE',
          scheduleToCloseTimeout: 'NONE',
          startToCloseTimeout: '300',
          heartbeatTimeout: 'NONE',
        },
      },
    ])
  })

  it('decides the same at every decision task, cached, new and by pages', async () => {
    const history = new ReplayedHistory(serial, 3)
    await history.task()
    history.completed('1', 6)
    await history.task()
    history.fired('2').begin()
    const kept = await history.decide()
    expect((await history.everyWay()).decisions).toEqual(kept)
  })

  it('returns the same decisions when it is called again', async () => {
    const history = new ReplayedHistory(serial, 3).begin()
    expect(await history.decide()).toEqual(await history.decide())
  })

  it('returns no decisions when no decision task is open', async () => {
    const history = new ReplayedHistory(serial, 3)
    expect(await history.decide()).toEqual([])
    await history.task()
    expect(await history.decide()).toEqual([])
  })

  it('runs a sync generator as an async one', async () => {
    const sync = workflow({ name: 'serial' }, function* (n: number) {
      const once = yield* double(n)
      yield* sleep('1500ms')
      return yield* double(once)
    })
    for (const program of [serial, sync]) {
      const history = new ReplayedHistory(program, 3)
      await history.task()
      history.completed('1', 6)
      await history.task()
      history.fired('2')
      expect(await history.task()).toEqual(['schedule 3 double'])
    }
  })

  it('keeps its ids when steps move into helpers, sync or async', async () => {
    function* helper(n: number) {
      return yield* double(n)
    }
    async function* asyncHelper(n: number) {
      const once = yield* helper(n)
      yield* sleep('1500ms')
      return once
    }
    const helped = workflow({ name: 'serial' }, async function* (n: number) {
      return yield* double(yield* asyncHelper(n))
    })
    const history = new ReplayedHistory(helped, 3)
    expect(await history.task()).toEqual(['schedule 1 double'])
    history.completed('1', 6)
    expect(await history.task()).toEqual(['start 2 2s'])
    history.fired('2')
    expect(await history.task()).toEqual(['schedule 3 double'])
  })
})

describe('an own id', () => {
  it('replaces the id, not the number (W7)', async () => {
    const program = workflow({ name: 'w' }, function* () {
      yield* double.with({ id: 'mine' })(1)
      yield* double(2)
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['schedule mine double'])
    history.completed('mine', 2)
    expect(await history.task()).toEqual(['schedule 2 double'])
  })

  it('that another branch uses at the same time is refused with ID_IN_USE at the yield* (W7)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const named = activity<number, number>('double', { startToClose: 1, id: 'mine' })
      try {
        yield* all([named(1), named(2)])
      } catch (error) {
        return (error as { code: string }).code
      }
      return 'both'
    })
    const history = new ReplayedHistory(program)
    expect(await history.task()).toEqual(['complete "ID_IN_USE"'])
  })
})

describe('a failing activity', () => {
  const careful = workflow({ name: 'careful' }, async function* (url: string) {
    try {
      return yield* fetchIt(url)
    } catch (error) {
      const { code, cause, reason } = error as { code: string; cause?: Error; reason?: string }
      return { code, cause: cause?.message, reason }
    }
  })

  it('is an ActivityFailedError, with the cause of the envelope', async () => {
    const history = new ReplayedHistory(careful, 'x')
    await history.task()
    history.failed('1', 'TypeError: no', JSON.stringify({ reyield: 1, name: 'TypeError', message: 'no' }))
    expect(await history.task()).toEqual([
      'complete {"code":"ACTIVITY_FAILED","cause":"no","reason":"TypeError: no"}',
    ])
  })

  it('of another language has its reason and details', async () => {
    const history = new ReplayedHistory(careful, 'x')
    await history.task()
    history.failed('1', 'boto says no', 'Traceback …')
    expect(await history.task()).toEqual(['complete {"code":"ACTIVITY_FAILED","reason":"boto says no"}'])
  })

  it.each(['START_TO_CLOSE', 'SCHEDULE_TO_START', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'])(
    'arrives as ActivityTimedOutError of %s',
    async timeoutType => {
      const program = workflow({ name: 'w' }, async function* () {
        try {
          yield* fetchIt('x')
        } catch (error) {
          const { code, timeoutType, details } = error as Record<string, unknown>
          return { code, timeoutType, details }
        }
        return undefined
      })
      const history = new ReplayedHistory(program)
      await history.task()
      history.record('ActivityTaskTimedOut', {
        scheduledEventId: 5,
        startedEventId: 0,
        timeoutType,
        details: '{"json":7}',
      })
      expect(await history.task()).toEqual([
        `complete {"code":"ACTIVITY_TIMED_OUT","timeoutType":"${timeoutType}","details":7}`,
      ])
    },
  )

  it('that is not caught fails the execution, with class and message as the reason', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fetchIt('x')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.failed('1', 'boom')
    expect(await history.task()).toEqual([
      "fail ActivityFailedError: Activity fetchIt 1.0 (id '1') failed: boom",
    ])
  })

  it('that was canceled from outside is an ActivityCanceledError', async () => {
    const history = new ReplayedHistory(careful, 'x')
    await history.task()
    history.record('ActivityTaskCanceled', {
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 0,
    })
    expect(await history.task()).toEqual(['complete {"code":"ACTIVITY_CANCELED"}'])
  })
})

describe('a timer', () => {
  it('until an instant counts from the time at which the decision task was started, rounded up, at least 0 (H8)', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* all([
        sleep(new Date(Date.UTC(2026, 0, 1, 0, 1, 0, 1))),
        sleep(new Date(0)),
        sleep(new Date(Date.UTC(9999, 0, 1))),
      ])
    })
    const history = new ReplayedHistory(program)
    // DecisionTaskStarted is event 3, at 00:00:03
    expect(await history.task()).toEqual(['start 1.1.1 58s', 'start 1.2.1 0s', 'start 1.3.1 99999999s'])
  })
})

describe('the failure of a workflow', () => {
  it('contains only the program’s stack, so that a decision does not depend on how the history was fed', async () => {
    const program = workflow({ name: 'w' }, async function* failing() {
      yield* fetchIt('x')
      throw new RangeError('mine')
    })
    const history = new ReplayedHistory(program)
    await history.task()
    history.completed('1').begin()
    const [fail] = (await history.everyWay()).decisions
    expect(await history.decide()).toEqual([fail])
    const { stack } = JSON.parse(fail!.failWorkflowExecutionDecisionAttributes!.details!) as { stack: string }
    expect(stack.split('\n').map(line => line.replace(/\(.*\/(\S+):\d+:\d+\)/, '($1)'))).toEqual([
      'RangeError: mine',
      expect.stringMatching(/^ {4}at .*failing .*\(serial\.test\.ts\)$/),
    ])
  })
})
