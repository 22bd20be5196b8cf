import { inspect, isDeepStrictEqual } from 'node:util'
import type { ActivityTimeoutType } from '@reyield/workflow'
import type { ExecutionState, OpenActivity } from '../execution-state.ts'

/** PollForActivityTask: a worker takes the activity. */
export function startActivity(
  state: ExecutionState,
  activityId: string,
  { identity, implied = false }: { readonly identity?: string | undefined; readonly implied?: boolean } = {},
): void {
  const step = `ActivityTaskStarted of '${activityId}'`
  const activity = openActivity(state, activityId, step)
  if (activity.startedEventId !== 0) throw state.impossible(step, 'it is started already')
  if (activity.cancelRequestedEventId !== undefined) {
    throw state.impossible(step, 'SWF cancels an activity that no worker had: activityCanceled comes next')
  }
  if (implied) state.impliedTransaction()
  else state.transaction(step)
  const startedEventId = state.write('ActivityTaskStarted', {
    scheduledEventId: activity.scheduledEventId,
    identity,
  })
  state.activities.set(activityId, { ...activity, startedEventId, startedAt: state.now })
}

/** A worker's answer: `eventType` with its attributes. The activity is started first, if it isn't. */
export function answerActivity(
  state: ExecutionState,
  activityId: string,
  eventType: 'ActivityTaskCompleted' | 'ActivityTaskFailed' | 'ActivityTaskCanceled',
  attributes: object,
): void {
  const step = `${eventType} of '${activityId}'`
  const before = openActivity(state, activityId, step)
  const byService =
    eventType === 'ActivityTaskCanceled' &&
    before.startedEventId === 0 &&
    before.cancelRequestedEventId !== undefined
  if (before.startedEventId === 0 && !byService) startActivity(state, activityId, { implied: true })
  const { scheduledEventId, startedEventId, cancelRequestedEventId } = state.activities.get(activityId)!
  state.transaction(step)
  state.activities.delete(activityId)
  state.trigger(eventType, {
    ...attributes,
    scheduledEventId,
    startedEventId,
    latestCancelRequestedEventId: eventType === 'ActivityTaskCanceled' ? cancelRequestedEventId : undefined,
  })
}

/** One of the four deadlines passes: not before its time, and only where there is one. */
export function timeOutActivity(
  state: ExecutionState,
  activityId: string,
  timeoutType: ActivityTimeoutType,
  details: string | undefined,
): void {
  const step = `ActivityTaskTimedOut ${timeoutType} of '${activityId}'`
  let activity = openActivity(state, activityId, step)
  const limit = activity.scheduled[limits[timeoutType]]
  if (limit === undefined || limit === 'NONE') {
    throw state.impossible(step, `its ${limits[timeoutType]} is ${limit ?? 'not given'}`)
  }
  const ofStarted = timeoutType === 'START_TO_CLOSE' || timeoutType === 'HEARTBEAT'
  if (timeoutType === 'SCHEDULE_TO_START' && activity.startedEventId !== 0) {
    throw state.impossible(step, 'it is started already')
  }
  if (ofStarted && activity.startedEventId === 0) {
    startActivity(state, activityId, { implied: true })
    activity = state.activities.get(activityId)!
  }
  const { scheduledEventId, startedEventId, scheduledAt, startedAt } = activity
  state.transaction(step, (ofStarted ? startedAt! : scheduledAt) + Number(limit) * 1000)
  state.activities.delete(activityId)
  state.trigger('ActivityTaskTimedOut', { timeoutType, scheduledEventId, startedEventId, details })
}

const limits = {
  SCHEDULE_TO_START: 'scheduleToStartTimeout',
  START_TO_CLOSE: 'startToCloseTimeout',
  SCHEDULE_TO_CLOSE: 'scheduleToCloseTimeout',
  HEARTBEAT: 'heartbeatTimeout',
} as const

function openActivity(state: ExecutionState, activityId: string, step: string): OpenActivity {
  const activity = state.activities.get(activityId)
  if (activity === undefined) throw state.impossible(step, 'no open activity has this id')
  return activity
}

/** Which of several open activities of a type. Default: the oldest. */
export interface Pick {
  /** That with this id. */
  readonly id?: string
  /** The nth of those that fit, from 1. */
  readonly nth?: number
  /** Those with this input. */
  readonly input?: unknown
}

/** The open activity of a type that is meant. */
export function pickActivity(
  state: ExecutionState,
  { name, version }: { readonly name: string; readonly version: string },
  step: string,
  pick: Pick,
  read: (input: string | undefined) => unknown,
): string {
  const fitting = [...state.activities].filter(
    ([id, { scheduled }]) =>
      scheduled.activityType!.name === name &&
      scheduled.activityType!.version === version &&
      (pick.id === undefined || id === pick.id) &&
      (!('input' in pick) || isDeepStrictEqual(read(scheduled.input), pick.input)),
  )
  const found = fitting[(pick.nth ?? 1) - 1]
  if (found !== undefined) return found[0]
  const how = Object.keys(pick).length === 0 ? '' : ` that fits ${inspect(pick, { breakLength: Infinity })}`
  throw state.impossible(step, `no activity ${name} ${version}${how} is open`)
}
