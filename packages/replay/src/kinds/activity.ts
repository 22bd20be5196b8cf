import {
  ActivityCanceledError,
  ActivityFailedError,
  ActivityNotScheduledError,
  ActivityTimedOutError,
  type ActivityOperation,
  type ActivityRef,
  type ActivityTimeoutType,
} from '@reyield/workflow'
import { namesOf } from '@reyield/workflow/internal'
import { failureFromWire } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'
import { decode } from '../history/payload.ts'
import type { Entry } from '../ledger/entry.ts'
import { textOf } from '../ledger/input.ts'
import type { Refusal } from '../verdicts/refusal.ts'
import { longest, longestPayload, tooLongDuration, wrongText } from '../verdicts/swf-limits.ts'
import { askLedger, closeEntry, rejectRefused } from './in-ledger.ts'
import type { DecisionOf, InLedger } from './kind.ts'
import { controlOf, recordedPolicy, retryOrReject } from './retry.ts'
import { cancelFailed, mustBeDetached, mustBeWanted, refusal } from './wanted.ts'

type Activity = ActivityOperation<unknown>

export const activity = {
  runs: 'waiting',
  numbered: true,
  describe,
  ask: askLedger,
  hasInput: true,
  events: 3,
  ownId: ({ id }) => id,
  awaitsCancellation: ({ cancellation }) => cancellation === 'wait',
  isCancelable: ({ cancellation }) => cancellation !== 'abandon',
  holdsClose: () => false,
  closedByCancel: false,
  outlivesExecution: false,
  ceiling: 'openActivities',
  refusal: operation =>
    tooLongDuration(describe(operation), {
      startToClose: operation.startToClose,
      scheduleToStart: operation.scheduleToStart,
      scheduleToClose: operation.scheduleToClose,
      heartbeat: operation.heartbeat,
    }) ?? retryRefusal(operation),
  start,
  cancel: entry => ({
    decisionType: 'RequestCancelActivityTask',
    requestCancelActivityTaskDecisionAttributes: { activityId: entry.id },
  }),
  deliver: {
    ActivityTaskCompleted({ scheduledEventId, result }, engine, event) {
      closeEntry<Activity>(engine, scheduledEventId, ({ name, serializer = engine.serializer }, { id }) => ({
        value: decode(result, serializer, event, () => `the result of activity '${name}' (id '${id}')`),
      }))
    },
    ActivityTaskFailed({ scheduledEventId, reason, details }, engine) {
      close(engine, scheduledEventId, (operation, entry) => {
        const cause = failureFromWire({ reason, details })
        const error = new ActivityFailedError(refOf(operation, entry), { reason, details, cause })
        retryOrReject(engine, entry, [...namesOf(error), reason?.split(':')[0] ?? ''], error)
      })
    },
    ActivityTaskTimedOut({ scheduledEventId, timeoutType, details }, engine) {
      close(engine, scheduledEventId, (operation, entry) => {
        const type = timeoutType as ActivityTimeoutType
        const lastDetails = decodeDetails(details, operation, engine)
        const error = new ActivityTimedOutError(refOf(operation, entry), type, lastDetails)
        retryOrReject(engine, entry, namesOf(error), error)
      })
    },
    ActivityTaskCanceled({ scheduledEventId, details }, engine) {
      closeEntry<Activity>(engine, scheduledEventId, (operation, entry) => ({
        error: new ActivityCanceledError(refOf(operation, entry), decodeDetails(details, operation, engine)),
      }))
    },
    ScheduleActivityTaskFailed({ cause }, engine, { eventId }) {
      rejectRefused<Activity>(
        engine,
        eventId,
        (operation, entry) => new ActivityNotScheduledError(refOf(operation, entry), cause!),
      )
    },
  },
  record: {
    ActivityTaskScheduled: ({ activityId, activityType, control, input }, engine, event) =>
      mustBeWanted(engine, 'activity', activityId!, activityType, entry => {
        if (entry.attempt === 1) entry.retry = recordedPolicy(control)
        engine.ledger.record(entry, event.eventId!, entry.retry === undefined ? undefined : { text: input })
        engine.backoff.accepted()
        return 'matched'
      }),
    ScheduleActivityTaskFailed: ({ activityId, activityType, cause }, engine, event) =>
      mustBeWanted(engine, 'activity', activityId!, activityType, entry =>
        refusal(engine, entry, event.eventId!, cause!),
      ),
    ActivityTaskCancelRequested: ({ activityId }, engine) =>
      mustBeDetached(engine, 'activity', activityId!, entry => (entry.cancelAsked = true)),
    RequestCancelActivityTaskFailed: ({ activityId }, engine) =>
      cancelFailed(engine, 'activity', activityId!),
  },
} satisfies InLedger<Activity, 'ScheduleActivityTask', 'RequestCancelActivityTask'>

function describe({ name }: Activity): string {
  return `activity '${name}'`
}

/**
 * The decision always contains all timeouts and the task list, so that an execution doesn't depend on the defaults of a registered
 * type. The task list is by default that of the workflow execution.
 */
function start(entry: Entry, engine: Engine): DecisionOf<'ScheduleActivityTask'> {
  const operation = entry.operation as Activity
  const input = textOf(entry.input!)
  const control = controlOf(entry)
  const taskList = operation.taskList ?? engine.begun?.workflowExecutionStartedEventAttributes?.taskList?.name
  return {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType: { name: operation.name, version: operation.version },
      activityId: entry.id,
      ...(input === undefined ? {} : { input }),
      ...(control === undefined ? {} : { control }),
      taskList: { name: taskList },
      scheduleToStartTimeout: operation.scheduleToStart,
      scheduleToCloseTimeout: operation.scheduleToClose,
      startToCloseTimeout: operation.startToClose,
      heartbeatTimeout: operation.heartbeat,
      ...(operation.priority === undefined ? {} : { taskPriority: operation.priority }),
    },
  }
}

/** Characters that an own id must leave for the names of its retry timers, `<id>~<attempt>`. */
const roomForAttempt = 10

/** A retry policy is sent in `control`, and its waits are timers named after the activity. */
function retryRefusal(operation: Activity): Refusal | undefined {
  const { id = '', retry } = operation
  if (retry === undefined) return undefined
  const most = longest.id - roomForAttempt
  return id.length > most
    ? wrongText(describe(operation), 'id', id, 1, most)
    : wrongText(describe(operation), 'retry', JSON.stringify({ retry }), 0, longestPayload)
}

/** Closes an open activity, which may be tried again. `attached` is called if a coroutine waits for it. */
function close(
  engine: Engine,
  scheduledEventId: number | undefined,
  attached: (operation: Activity, entry: Entry) => void,
): void {
  const entry = engine.ledger.close(scheduledEventId!)
  if (entry?.waiter !== undefined) attached(entry.operation as Activity, entry)
}

const refOf = ({ name, version }: Activity, { id, attempt }: Entry): ActivityRef => ({
  activityId: id,
  name,
  version,
  attempt,
})

/** Details of heartbeats and cancels, which are for people, too: if the serializer can't read them, the recorded string. */
function decodeDetails(details: string | undefined, operation: Activity, engine: Engine): unknown {
  try {
    return (operation.serializer ?? engine.serializer).deserialize(details)
  } catch {
    return details
  }
}
