import type { ActivityTimeoutType } from '@reyield/workflow'
import type { ExecutionState, OpenActivity } from '../execution-state.ts'
import { pickOpen, type OperationPick } from '../pick.ts'

/** The open activity that a step applies to, as the test describes it. */
export interface Meant {
  /** Its type. Default: any type. */
  readonly type?: { readonly name: string; readonly version: string } | undefined
  readonly pick: OperationPick
  /** Decodes an input. */
  readonly read: (activity: OpenActivity) => unknown
}

/** The open activity that a step applies to: the oldest that fits, or the one that the pick chooses. */
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
    one.startedEventId !== 0 ? 'it has already started' : endsUnstarted(one),
  )
  start(state, activity, { identity })
}

const endsUnstarted = ({ startedEventId, cancelRequestedEventId }: OpenActivity) =>
  startedEventId === 0 && cancelRequestedEventId !== undefined
    ? 'SWF itself cancels an activity that no worker has taken, so activityCanceled must come next'
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

/** A worker's response: `eventType` with its attributes. An activity that hasn't started is started first. */
export function answerActivity(
  state: ExecutionState,
  meant: Meant,
  eventType: 'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskCanceled',
  attributesOf: (activity: OpenActivity) => object,
): void {
  const isCancel = eventType === 'ActivityTaskCanceled'
  const before = pickActivity(state, meant, eventType, isCancel ? undefined : endsUnstarted)
  const byService = isCancel && endsUnstarted(before) !== undefined
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

/** One of the four deadlines passes. Impossible before its time, and if the activity has no such deadline. */
export function timeOutActivity(
  state: ExecutionState,
  meant: Meant,
  timeoutType: ActivityTimeoutType,
  detailsOf: (activity: OpenActivity) => string | undefined,
): void {
  const step = `ActivityTaskTimedOut ${timeoutType}`
  const before = pickActivity(state, meant, step, one => {
    const limit = one.scheduled[limits[timeoutType]]
    if (limit === undefined || limit === 'NONE') return `its ${limits[timeoutType]} is ${limit ?? 'not set'}`
    if (timeoutType === 'SCHEDULE_TO_START' && one.startedEventId !== 0) return 'it has already started'
    return endsUnstarted(one)
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
