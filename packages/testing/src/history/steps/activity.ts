import type { ActivityTimeoutType } from '@reyield/workflow'
import type { ExecutionState, OpenActivity } from '../execution-state.ts'
import { pickOpen, type OperationPick } from '../pick.ts'

/** Which open activity a step is about, and what the test knows of it. */
export interface Meant {
  /** Of this type; without: of any. */
  readonly type?: { readonly name: string; readonly version: string } | undefined
  readonly pick: OperationPick
  /** Decodes an input. */
  readonly read: (activity: OpenActivity) => unknown
}

/** The open activity that is meant: the oldest that fits the step, or that which the pick says. */
function pickActivity(
  state: ExecutionState,
  { type, pick, read }: Meant,
  step: string,
  unfit?: (activity: OpenActivity) => string | undefined,
): OpenActivity {
  const all = [...state.activities.values()].filter(
    ({ scheduled: { activityType } }) =>
      type === undefined || (activityType!.name === type.name && activityType!.version === type.version),
  )
  return pickOpen(
    state,
    step,
    {
      noun: 'activity',
      type: type === undefined ? '' : ` ${type.name} ${type.version}`,
      all,
      id: idOf,
      input: read,
      ...(unfit === undefined ? {} : { unfit }),
    },
    pick,
  )
}

const idOf = ({ scheduled }: OpenActivity) => scheduled.activityId!

/** PollForActivityTask: a worker takes an activity. */
export function startActivity(state: ExecutionState, meant: Meant, identity?: string): void {
  const step = 'ActivityTaskStarted'
  const activity = pickActivity(state, meant, step, one =>
    one.startedEventId !== 0 ? 'it is started already' : onItsWayOut(one),
  )
  start(state, activity, { identity })
}

const onItsWayOut = ({ startedEventId, cancelRequestedEventId }: OpenActivity) =>
  startedEventId === 0 && cancelRequestedEventId !== undefined
    ? 'SWF cancels an activity that no worker had: activityCanceled comes next'
    : undefined

function start(
  state: ExecutionState,
  activity: OpenActivity,
  { identity, implied = false }: { readonly identity?: string | undefined; readonly implied?: boolean },
): OpenActivity {
  const activityId = idOf(activity)
  if (implied) state.impliedTransaction()
  else state.transaction(`ActivityTaskStarted of '${activityId}'`)
  const startedEventId = state.write('ActivityTaskStarted', {
    scheduledEventId: activity.scheduledEventId,
    identity,
  })
  const started = { ...activity, startedEventId, startedAt: state.now }
  state.activities.set(activityId, started)
  return started
}

/** A worker's answer: `eventType` with its attributes. The activity is started first, if it isn't. */
export function answerActivity(
  state: ExecutionState,
  meant: Meant,
  eventType: 'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskCanceled',
  attributesOf: (activity: OpenActivity) => object,
): void {
  const isCancel = eventType === 'ActivityTaskCanceled'
  const before = pickActivity(state, meant, eventType, isCancel ? undefined : onItsWayOut)
  const byService = isCancel && onItsWayOut(before) !== undefined
  const activity =
    before.startedEventId === 0 && !byService ? start(state, before, { implied: true }) : before
  const { scheduledEventId, startedEventId, cancelRequestedEventId } = activity
  state.transaction(`${eventType} of '${idOf(activity)}'`)
  state.activities.delete(idOf(activity))
  state.trigger(eventType, {
    ...attributesOf(activity),
    scheduledEventId,
    startedEventId,
    latestCancelRequestedEventId: isCancel ? cancelRequestedEventId : undefined,
  })
}

/** One of the four deadlines passes: not before its time, and only where there is one. */
export function timeOutActivity(
  state: ExecutionState,
  meant: Meant,
  timeoutType: ActivityTimeoutType,
  detailsOf: (activity: OpenActivity) => string | undefined,
): void {
  const step = `ActivityTaskTimedOut ${timeoutType}`
  const before = pickActivity(state, meant, step, one => {
    const limit = one.scheduled[limits[timeoutType]]
    if (limit === undefined || limit === 'NONE')
      return `its ${limits[timeoutType]} is ${limit ?? 'not given'}`
    if (timeoutType === 'SCHEDULE_TO_START' && one.startedEventId !== 0) return 'it is started already'
    return onItsWayOut(one)
  })
  const ofStarted = timeoutType === 'START_TO_CLOSE' || timeoutType === 'HEARTBEAT'
  const activity = ofStarted && before.startedEventId === 0 ? start(state, before, { implied: true }) : before
  const { scheduled, scheduledEventId, startedEventId, scheduledAt, startedAt } = activity
  const due = (ofStarted ? startedAt! : scheduledAt) + Number(scheduled[limits[timeoutType]]) * 1000
  state.transaction(`${step} of '${idOf(activity)}'`, due)
  state.activities.delete(idOf(activity))
  const details = detailsOf(activity)
  state.trigger('ActivityTaskTimedOut', { timeoutType, scheduledEventId, startedEventId, details })
}

const limits = {
  SCHEDULE_TO_START: 'scheduleToStartTimeout',
  START_TO_CLOSE: 'startToCloseTimeout',
  SCHEDULE_TO_CLOSE: 'scheduleToCloseTimeout',
  HEARTBEAT: 'heartbeatTimeout',
} as const
