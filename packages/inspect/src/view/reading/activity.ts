import type { PayloadOf, PayloadText } from '../payload-of.ts'
import { close, schedule, start } from './attempts.ts'
import type { StepDraft, StepStart } from './drafts.ts'
import { milliseconds, type AttributesOf, type Handlers } from './handlers.ts'
import { payload } from './reading.ts'
import { take } from './steps.ts'

const details = (text: string | undefined, eventId: number, { name }: StepDraft, as: PayloadOf['as']) =>
  payload(text, { eventId, member: 'details', as, kind: 'activity', name })

function startOf(
  of: Pick<AttributesOf<'ActivityTaskScheduled'>, 'activityId' | 'activityType'>,
  rest: Partial<StepStart> = {},
): StepStart {
  const { name, version } = of.activityType ?? {}
  return { kind: 'activity', id: of.activityId ?? '', name, version, ...rest }
}

export const activity = {
  ActivityTaskScheduled(of, at, reading) {
    const name = of.activityType?.name
    const input: PayloadText | undefined = payload(of.input, {
      eventId: at.eventId,
      member: 'input',
      as: 'value',
      kind: 'activity',
      name,
    })
    const timeouts = {
      scheduleToStart: milliseconds(of.scheduleToStartTimeout),
      startToClose: milliseconds(of.startToCloseTimeout),
      scheduleToClose: milliseconds(of.scheduleToCloseTimeout),
      heartbeat: milliseconds(of.heartbeatTimeout),
    }
    schedule(startOf(of, { input, timeouts, taskList: of.taskList?.name }), at, reading)
  },
  ScheduleActivityTaskFailed: (of, at, reading) =>
    reading.steps.refuse(startOf(of), at, { name: of.cause ?? 'UNKNOWN' }),
  ActivityTaskStarted: start,
  ActivityTaskCompleted: (of, at, reading) =>
    close(of, at, reading, 'completed', ({ name }) => ({
      result: payload(of.result, {
        eventId: at.eventId,
        member: 'result',
        as: 'value',
        kind: 'activity',
        name,
      }),
    })),
  ActivityTaskFailed: (of, at, reading) =>
    close(of, at, reading, 'failed', step => ({
      failure: { reason: of.reason, details: details(of.details, at.eventId, step, 'failure') },
    })),
  ActivityTaskTimedOut: (of, at, reading) =>
    close(of, at, reading, 'timedOut', step => ({
      failure: {
        name: of.timeoutType ?? 'TIMED_OUT',
        details: details(of.details, at.eventId, step, 'details'),
      },
    })),
  ActivityTaskCanceled: (of, at, reading) =>
    close(of, at, reading, 'canceled', step => ({
      failure: { name: 'Canceled', details: details(of.details, at.eventId, step, 'details') },
    })),
  ActivityTaskCancelRequested({ activityId }, at, reading) {
    const step = reading.steps.newest('activity', activityId ?? '')
    if (step === undefined) return
    take(step, at)
    if (step.closed === undefined) step.cancelRequested ??= at
  },
  RequestCancelActivityTaskFailed({ activityId }, at, reading) {
    const step = reading.steps.newest('activity', activityId ?? '')
    if (step !== undefined) take(step, at)
  },
} satisfies Partial<Handlers>
