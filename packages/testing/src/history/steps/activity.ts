import { taskToken } from '@reyield/local'
import type { ActivityTimeoutType } from '@reyield/workflow'
import { dated } from '../../simulator/execution.ts'
import { domain } from '../../simulator/swf.ts'
import type { OpenOperation } from '../open.ts'
import { pickOpen, type Meant } from '../pick.ts'
import type { Recorder } from '../recorder.ts'

/** Why a worker can't take or end this activity. */
const endsUnstarted = ({ startedEventId, isCanceling }: OpenOperation) =>
  startedEventId === 0 && isCanceling === true
    ? 'SWF itself cancels an activity that no worker has taken, so activityCanceled must come next'
    : undefined

/** PollForActivityTask: a worker takes an activity. */
export function startActivity(recorder: Recorder, meant: Meant): void {
  const step = 'ActivityTaskStarted'
  const activity = pickOpen(recorder, meant, step, one =>
    one.startedEventId !== 0 ? 'it has already started' : endsUnstarted(one),
  )
  recorder.transaction(`${step} of '${activity.id}'`)
  poll(recorder, activity)
}

const poll = (recorder: Recorder, { id, request: { taskList } }: OpenOperation) =>
  recorder.request('ActivityTaskStarted', 'PollForActivityTask', { domain, taskList }, id)

/** The id of its ActivityTaskStarted event. An activity that no worker has taken is started first. */
function started(recorder: Recorder, activity: OpenOperation): number {
  if (activity.startedEventId !== 0) return activity.startedEventId
  recorder.impliedTransaction()
  poll(recorder, activity)
  return recorder.execution.events.length
}

function tokenOf(
  { execution: { workflowId, runId } }: Recorder,
  scheduledEventId: number,
  startedEventId: number,
) {
  return taskToken('activity', { workflowId, runId, scheduledEventId, startedEventId })
}

/** A worker's response: SWF's action with its attributes. An activity that hasn't started is started first. */
export function answerActivity(
  recorder: Recorder,
  meant: Meant,
  how: 'Completed' | 'Failed' | 'Canceled',
  attributesOf: (serialize: (value: unknown) => string | undefined) => object,
): void {
  const eventType = `ActivityTask${how}`
  const activity = pickOpen(recorder, meant, eventType, how === 'Canceled' ? undefined : endsUnstarted)
  const step = `${eventType} of '${activity.id}'`
  const { serializer } = meant
  const attributes = attributesOf(value => serializer(activity, recorder).serialize(value))
  if (how === 'Canceled' && endsUnstarted(activity) !== undefined) {
    recorder.transaction(step)
    recorder.carryOut('cancel-unstarted', activity.eventId)
    return
  }
  const taskToken = tokenOf(recorder, activity.eventId, started(recorder, activity))
  recorder.transaction(step)
  recorder.request(step, `RespondActivityTask${how}`, { taskToken, ...attributes })
}

const limits = {
  SCHEDULE_TO_START: 'scheduleToStartTimeout',
  START_TO_CLOSE: 'startToCloseTimeout',
  SCHEDULE_TO_CLOSE: 'scheduleToCloseTimeout',
  HEARTBEAT: 'heartbeatTimeout',
} as const

/**
 * One of the four deadlines passes. Impossible before its time, and if the activity has no such deadline. `details`: those of its last
 * heartbeat.
 */
export function timeOutActivity(
  recorder: Recorder,
  meant: Meant,
  timeoutType: ActivityTimeoutType,
  details: unknown,
): void {
  const step = `ActivityTaskTimedOut ${timeoutType}`
  const limit = limits[timeoutType]
  const activity = pickOpen(recorder, meant, step, one => {
    const { [limit]: seconds = 'NONE' } = one.request
    if (seconds === 'NONE') return `its ${limit} is NONE`
    if (timeoutType === 'SCHEDULE_TO_START' && one.startedEventId !== 0) return 'it has already started'
    return endsUnstarted(one)
  })
  const { id, eventId } = activity
  const ofStarted = timeoutType === 'START_TO_CLOSE' || timeoutType === 'HEARTBEAT'
  const text = meant.serializer(activity, recorder).serialize(details)
  let from = activity.requestedAt
  if (ofStarted || text !== undefined) {
    const startedEventId = started(recorder, activity) // only a worker reports details
    if (ofStarted) from = dated(recorder.execution.events[startedEventId - 1]!).eventTimestamp!.getTime()
    const taskToken = tokenOf(recorder, eventId, startedEventId)
    const action = 'RecordActivityTaskHeartbeat'
    if (text !== undefined) recorder.request(action, action, { taskToken, details: text })
  }
  recorder.transaction(`${step} of '${id}'`, from + Number(activity.request[limit]) * 1000)
  recorder.expire({ kind: 'activity', id, timeoutType })
}
