import { activities, activity, all, sleep, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { Story } from './story.ts'

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
    const story = new Story(serial, 3)
    expect(await story.task()).toEqual(['schedule 1 double'])
    story.completed('1', 6)
    expect(await story.task()).toEqual(['start 2 2s'])
    story.fired('2')
    expect(await story.task()).toEqual(['schedule 3 double'])
    story.completed('3', 12)
    expect(await story.task()).toEqual(['complete 12'])
  })

  it('sends all five values of an activity, the task list of the execution among them', async () => {
    const story = new Story(serial, 3)
    expect(await story.begin().decide()).toEqual([
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

  it('decides the same at every decision task, kept, fresh and by pages', async () => {
    const story = new Story(serial, 3)
    await story.task()
    story.completed('1', 6)
    await story.task()
    story.fired('2').begin()
    const kept = await story.decide()
    expect((await story.everyWay()).decisions).toEqual(kept)
  })

  it('gives the same answer when it is asked again', async () => {
    const story = new Story(serial, 3).begin()
    expect(await story.decide()).toEqual(await story.decide())
  })

  it('answers nothing when no decision task is open', async () => {
    const story = new Story(serial, 3)
    expect(await story.decide()).toEqual([])
    await story.task()
    expect(await story.decide()).toEqual([])
  })

  it('runs a sync generator as an async one', async () => {
    const sync = workflow({ name: 'serial' }, function* (n: number) {
      const once = yield* double(n)
      yield* sleep('1500ms')
      return yield* double(once)
    })
    for (const program of [serial, sync]) {
      const story = new Story(program, 3)
      await story.task()
      story.completed('1', 6)
      await story.task()
      story.fired('2')
      expect(await story.task()).toEqual(['schedule 3 double'])
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
    const story = new Story(helped, 3)
    expect(await story.task()).toEqual(['schedule 1 double'])
    story.completed('1', 6)
    expect(await story.task()).toEqual(['start 2 2s'])
    story.fired('2')
    expect(await story.task()).toEqual(['schedule 3 double'])
  })
})

describe('an own id', () => {
  it('replaces the id, not the number (W7)', async () => {
    const program = workflow({ name: 'w' }, function* () {
      yield* double.with({ id: 'mine' })(1)
      yield* double(2)
    })
    const story = new Story(program)
    expect(await story.task()).toEqual(['schedule mine double'])
    story.completed('mine', 2)
    expect(await story.task()).toEqual(['schedule 2 double'])
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
    const story = new Story(program)
    expect(await story.task()).toEqual(['complete "ID_IN_USE"'])
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

  it('arrives as ActivityFailedError, with the cause that our envelope carries', async () => {
    const story = new Story(careful, 'x')
    await story.task()
    story.failed('1', 'TypeError: no', JSON.stringify({ reyield: 1, name: 'TypeError', message: 'no' }))
    expect(await story.task()).toEqual([
      'complete {"code":"ACTIVITY_FAILED","cause":"no","reason":"TypeError: no"}',
    ])
  })

  it('of another language arrives with what it said', async () => {
    const story = new Story(careful, 'x')
    await story.task()
    story.failed('1', 'boto says no', 'Traceback …')
    expect(await story.task()).toEqual(['complete {"code":"ACTIVITY_FAILED","reason":"boto says no"}'])
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
      const story = new Story(program)
      await story.task()
      story.tell('ActivityTaskTimedOut', {
        scheduledEventId: 5,
        startedEventId: 0,
        timeoutType,
        details: '{"json":7}',
      })
      expect(await story.task()).toEqual([
        `complete {"code":"ACTIVITY_TIMED_OUT","timeoutType":"${timeoutType}","details":7}`,
      ])
    },
  )

  it('that nobody catches fails the execution, with class and message as the reason', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      yield* fetchIt('x')
    })
    const story = new Story(program)
    await story.task()
    story.failed('1', 'boom')
    expect(await story.task()).toEqual([
      "fail ActivityFailedError: Activity fetchIt 1.0 (id '1') failed: boom",
    ])
  })

  it('that was canceled from outside arrives as ActivityCanceledError', async () => {
    const story = new Story(careful, 'x')
    await story.task()
    story.tell('ActivityTaskCanceled', {
      scheduledEventId: 5,
      startedEventId: 0,
      latestCancelRequestedEventId: 0,
    })
    expect(await story.task()).toEqual(['complete {"code":"ACTIVITY_CANCELED"}'])
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
    const story = new Story(program)
    // DecisionTaskStarted is event 3, at 00:00:03
    expect(await story.task()).toEqual(['start 1.1.1 58s', 'start 1.2.1 0s', 'start 1.3.1 99999999s'])
  })
})

describe('the failure of a workflow', () => {
  it('shows the stack of the program alone: a decision does not depend on how the history was fed', async () => {
    const program = workflow({ name: 'w' }, async function* failing() {
      yield* fetchIt('x')
      throw new RangeError('mine')
    })
    const story = new Story(program)
    await story.task()
    story.completed('1').begin()
    const [fail] = (await story.everyWay()).decisions
    expect(await story.decide()).toEqual([fail])
    const { stack } = JSON.parse(fail!.failWorkflowExecutionDecisionAttributes!.details!) as { stack: string }
    expect(stack.split('\n').map(line => line.replace(/\(.*\/(\S+):\d+:\d+\)/, '($1)'))).toEqual([
      'RangeError: mine',
      expect.stringMatching(/^ {4}at .*failing .*\(serial\.test\.ts\)$/),
    ])
  })
})
