import { taskToken, type ActivityView } from '@reyield/local'
import type { ActivityTimeoutType } from '@reyield/workflow'
import { dated } from '../../simulator/execution.ts'
import { domain } from '../../simulator/swf.ts'
import { pickOpen, type OperationPick } from '../pick.ts'
import type { Recorder } from '../recorder.ts'

/** The open activity that a step applies to, as the test describes it. */
export interface Meant {
  /** Its type. Default: any type. */
  readonly type?: { readonly name: string; readonly version: string } | undefined
  readonly pick: OperationPick
  /** Decodes an input. */
  readonly read: (activity: ActivityView, recorder: Recorder) => unknown
}

/** The open activity that a step applies to: the oldest that fits, or the one that the pick chooses. */
function pickActivity(
  recorder: Recorder,
  { type, pick, read }: Meant,
  step: string,
  unfit?: (activity: ActivityView) => string | undefined,
): ActivityView {
  const all = Array.from(recorder.execution.activities.values(), one => ({ id: one.activityId, one }))
  const fitting = all.filter(
    ({ one: { activityType } }) =>
      type === undefined || (activityType.name === type.name && activityType.version === type.version),
  )
  return pickOpen(
    recorder,
    step,
    {
      noun: 'activity',
      type: type === undefined ? '' : ` ${type.name} ${type.version}`,
      all: fitting,
      input: ({ one }) => read(one, recorder),
      unfit: ({ one }) => unfit?.(one),
    },
    pick,
  ).one
}

/** PollForActivityTask: a worker takes an activity. */
export function startActivity(recorder: Recorder, meant: Meant): void {
  const step = 'ActivityTaskStarted'
  const activity = pickActivity(recorder, meant, step, one =>
    one.startedEventId !== 0 ? 'it has already started' : endsUnstarted(one),
  )
  recorder.transaction(`${step} of '${activity.activityId}'`)
  poll(recorder, activity)
}

const endsUnstarted = ({ startedEventId, latestCancelRequestedEventId }: ActivityView) =>
  startedEventId === 0 && latestCancelRequestedEventId !== 0
    ? 'SWF itself cancels an activity that no worker has taken, so activityCanceled must come next'
    : undefined

/** Starts an activity that no worker has taken. */
function ensureStarted(recorder: Recorder, activity: ActivityView): void {
  if (activity.startedEventId !== 0) return
  recorder.impliedTransaction()
  poll(recorder, activity)
}

const poll = (recorder: Recorder, { activityId, taskList }: ActivityView) =>
  recorder.request(
    'ActivityTaskStarted',
    'PollForActivityTask',
    { domain, taskList: { name: taskList } },
    activityId,
  )

/** How a worker responds: SWF's action, the event that it causes, and the attributes of both. */
const actions = {
  ActivityTaskCompleted: 'RespondActivityTaskCompleted',
  ActivityTaskFailed: 'RespondActivityTaskFailed',
  ActivityTaskCanceled: 'RespondActivityTaskCanceled',
} as const

/** A worker's response: `eventType` with its attributes. An activity that hasn't started is started first. */
export function answerActivity(
  recorder: Recorder,
  meant: Meant,
  eventType: keyof typeof actions,
  attributesOf: (activity: ActivityView) => object,
): void {
  const isCancel = eventType === 'ActivityTaskCanceled'
  const activity = pickActivity(recorder, meant, eventType, isCancel ? undefined : endsUnstarted)
  const step = `${eventType} of '${activity.activityId}'`
  const attributes = attributesOf(activity)
  if (isCancel && endsUnstarted(activity) !== undefined) {
    recorder.transaction(step)
    recorder.carryOut('cancel-unstarted', activity.scheduledEventId)
    return
  }
  ensureStarted(recorder, activity)
  recorder.transaction(step)
  recorder.request(step, actions[eventType], { taskToken: tokenOf(recorder, activity), ...attributes })
}

function tokenOf({ execution: { workflowId, runId } }: Recorder, activity: ActivityView): string {
  const { scheduledEventId, startedEventId } = activity
  return taskToken('activity', { workflowId, runId, scheduledEventId, startedEventId })
}

/**
 * One of the four deadlines passes. Impossible before its time, and if the activity has no such deadline. `detailsOf`: those of its
 * last heartbeat.
 */
export function timeOutActivity(
  recorder: Recorder,
  meant: Meant,
  timeoutType: ActivityTimeoutType,
  detailsOf: (activity: ActivityView) => string | undefined,
): void {
  const step = `ActivityTaskTimedOut ${timeoutType}`
  const [limitName, decided] = limits[timeoutType]
  const activity = pickActivity(recorder, meant, step, one => {
    const limit = one.timeouts[limitName]
    if (limit === undefined || limit === 'NONE') return `its ${decided} is ${limit ?? 'not set'}`
    if (timeoutType === 'SCHEDULE_TO_START' && one.startedEventId !== 0) return 'it has already started'
    return endsUnstarted(one)
  })
  const details = detailsOf(activity)
  const ofStarted = timeoutType === 'START_TO_CLOSE' || timeoutType === 'HEARTBEAT'
  if (ofStarted || details !== undefined) ensureStarted(recorder, activity) // only a worker reports details
  const from =
    recorder.execution.events[(ofStarted ? activity.startedEventId : activity.scheduledEventId) - 1]
  const due = dated(from!).eventTimestamp!.getTime() + Number(activity.timeouts[limitName]) * 1000
  if (details !== undefined) {
    const taskToken = tokenOf(recorder, activity)
    recorder.request('RecordActivityTaskHeartbeat', 'RecordActivityTaskHeartbeat', { taskToken, details })
  }
  const { activityId: id } = activity
  recorder.transaction(`${step} of '${id}'`, due)
  recorder.expire({ kind: 'activity', id, timeoutType })
}

/** The limit of each timeout, and its name in the decision. */
const limits = {
  SCHEDULE_TO_START: ['scheduleToStart', 'scheduleToStartTimeout'],
  START_TO_CLOSE: ['startToClose', 'startToCloseTimeout'],
  SCHEDULE_TO_CLOSE: ['scheduleToClose', 'scheduleToCloseTimeout'],
  HEARTBEAT: ['heartbeat', 'heartbeatTimeout'],
} as const
