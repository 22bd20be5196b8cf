import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesMember } from '@reyield/data/internal'
import type { Transaction } from '@reyield/local'

type WireEvent = NonNullable<Transaction['events']>[number]

/** How an execution has closed, in SWF's words. */
export type CloseStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELED'
  | 'TERMINATED'
  | 'TIMED_OUT'
  | 'CONTINUED_AS_NEW'

/** An open activity. */
export interface SimulatedActivity {
  readonly id: string
  readonly name: string
  readonly version: string
  readonly taskList: string
  readonly input: string | undefined
  /** From 1. Attempts of a retry policy are counted too. */
  readonly attempt: number
  readonly scheduledEventId: number
  /** Epoch milliseconds. */
  readonly scheduledAt: number
  /** Seconds, or `NONE`. */
  readonly startToClose: string
  readonly heartbeat: string
  startedEventId: number
  startedAt: number
  cancelRequested: boolean
}

/** An open timer. */
export interface SimulatedTimer {
  readonly id: string
  readonly seconds: number
  /** Epoch milliseconds. */
  readonly firesAt: number
}

/** An open child, as its parent sees it. */
export interface SimulatedChild {
  readonly initiatedEventId: number
  readonly name: string
  readonly version: string
  readonly workflowId: string
  readonly input: string | undefined
  readonly control: string | undefined
  runId: string | undefined
}

/** One execution on the simulator: its history and its open operations. */
export class SimulatedExecution {
  readonly workflowId: string
  readonly runId: string
  readonly events: HistoryEvent[] = []
  /** Open activities by id, the oldest first. */
  readonly activities = new Map<string, SimulatedActivity>()
  readonly timers = new Map<string, SimulatedTimer>()
  readonly children = new Map<number, SimulatedChild>()
  /** Lambda functions that have started, by the id of their LambdaFunctionScheduled. */
  readonly lambdas = new Set<number>()
  /** Attempts that a retry policy has made due, by activity id. */
  readonly attempts = new Map<string, number>()
  type = { name: '', version: '' }
  input: string | undefined
  /** The run id of the parent execution, if this is a child. */
  parent: string | undefined
  /** The task list of its queued decision task. */
  queuedOn: string | undefined
  decisionStarted = false
  cancelRequests = 0
  closed: CloseStatus | undefined
  /** The next run after a continue-as-new. */
  nextRunId: string | undefined

  constructor(workflowId: string, runId: string) {
    this.workflowId = workflowId
    this.runId = runId
  }

  /** When SWF times the execution out, in epoch milliseconds. */
  get endsAt(): number {
    const [started] = this.events
    const { executionStartToCloseTimeout } = started!.workflowExecutionStartedEventAttributes!
    return started!.eventTimestamp!.getTime() + Number(executionStartToCloseTimeout) * 1000
  }

  /** Appends an event to the history. */
  take(event: WireEvent, at: number): void {
    this.events.push(dated(event, at))
    const { eventType: type } = event
    handlers[type]?.(this, (event[attributesMember(type)] ?? {}) as Attributes, {
      eventId: event.eventId,
      at,
    })
  }
}

/** Events as the AWS SDK returns them, with times as Date. Simulators that continue from one log share them. */
const datedEvents = new WeakMap<WireEvent, HistoryEvent>()

function dated(event: WireEvent, at: number): HistoryEvent {
  const known = datedEvents.get(event)
  if (known !== undefined) return known
  const made = { ...event, eventTimestamp: new Date(at) } as unknown as HistoryEvent
  datedEvents.set(event, made)
  return made
}

interface Attributes {
  readonly [member: string]: unknown
}

type Handler = (
  execution: SimulatedExecution,
  attributes: Attributes,
  event: { readonly eventId: number; readonly at: number },
) => void

const nameOf = (attributes: Attributes, member: string) =>
  attributes[member] as { readonly name: string; readonly version: string }

const activityEnded: Handler = (execution, { scheduledEventId }) => {
  for (const [id, activity] of execution.activities) {
    if (activity.scheduledEventId === scheduledEventId) execution.activities.delete(id)
  }
}

const timerEnded: Handler = ({ timers, attempts }, { timerId }) => {
  timers.delete(timerId as string)
  const [, id, attempt] = /^(.+)~(\d+)$/.exec(timerId as string) ?? []
  if (id !== undefined) attempts.set(id, Number(attempt) + 1)
}

const childEnded: Handler = ({ children }, { initiatedEventId }) =>
  void children.delete(initiatedEventId as number)

const lambdaEnded: Handler = ({ lambdas }, { scheduledEventId }) =>
  void lambdas.delete(scheduledEventId as number)

const closing =
  (status: CloseStatus): Handler =>
  (execution, { newExecutionRunId }) => {
    execution.closed = status
    execution.nextRunId = newExecutionRunId as string | undefined
    execution.queuedOn = undefined
    execution.decisionStarted = false
  }

/** How each event changes the open operations. */
const handlers: Readonly<Record<string, Handler>> = {
  WorkflowExecutionStarted(execution, attributes) {
    execution.type = nameOf(attributes, 'workflowType')
    execution.input = attributes['input'] as string | undefined
    execution.parent = (attributes['parentWorkflowExecution'] as { runId: string } | undefined)?.runId
  },
  WorkflowExecutionCancelRequested: execution => void execution.cancelRequests++,
  DecisionTaskScheduled(execution, { taskList }) {
    execution.queuedOn = (taskList as { name: string }).name
  },
  DecisionTaskStarted(execution) {
    execution.queuedOn = undefined
    execution.decisionStarted = true
  },
  DecisionTaskCompleted: execution => void (execution.decisionStarted = false),
  DecisionTaskTimedOut: execution => void (execution.decisionStarted = false),
  ActivityTaskScheduled(execution, attributes, { eventId, at }) {
    const id = attributes['activityId'] as string
    execution.activities.set(id, {
      id,
      ...nameOf(attributes, 'activityType'),
      taskList: (attributes['taskList'] as { name: string }).name,
      input: attributes['input'] as string | undefined,
      attempt: execution.attempts.get(id) ?? 1,
      scheduledEventId: eventId,
      scheduledAt: at,
      startToClose: (attributes['startToCloseTimeout'] as string | undefined) ?? 'NONE',
      heartbeat: (attributes['heartbeatTimeout'] as string | undefined) ?? 'NONE',
      startedEventId: 0,
      startedAt: 0,
      cancelRequested: false,
    })
    execution.attempts.delete(id)
  },
  ActivityTaskStarted({ activities }, { scheduledEventId }, { eventId, at }) {
    for (const activity of activities.values()) {
      if (activity.scheduledEventId !== scheduledEventId) continue
      activity.startedEventId = eventId
      activity.startedAt = at
    }
  },
  ActivityTaskCancelRequested({ activities }, { activityId }) {
    const activity = activities.get(activityId as string)
    if (activity !== undefined) activity.cancelRequested = true
  },
  ActivityTaskCompleted: activityEnded,
  ActivityTaskFailed: activityEnded,
  ActivityTaskTimedOut: activityEnded,
  ActivityTaskCanceled: activityEnded,
  TimerStarted({ timers }, { timerId, startToFireTimeout }, { at }) {
    const seconds = Number(startToFireTimeout)
    timers.set(timerId as string, { id: timerId as string, seconds, firesAt: at + seconds * 1000 })
  },
  TimerFired: timerEnded,
  TimerCanceled: ({ timers }, { timerId }) => void timers.delete(timerId as string),
  StartChildWorkflowExecutionInitiated({ children }, attributes, { eventId }) {
    children.set(eventId, {
      initiatedEventId: eventId,
      ...nameOf(attributes, 'workflowType'),
      workflowId: attributes['workflowId'] as string,
      input: attributes['input'] as string | undefined,
      control: attributes['control'] as string | undefined,
      runId: undefined,
    })
  },
  ChildWorkflowExecutionStarted({ children }, { initiatedEventId, workflowExecution }) {
    const child = children.get(initiatedEventId as number)
    if (child !== undefined) child.runId = (workflowExecution as { runId: string }).runId
  },
  StartChildWorkflowExecutionFailed: childEnded,
  ChildWorkflowExecutionCompleted: childEnded,
  ChildWorkflowExecutionFailed: childEnded,
  ChildWorkflowExecutionCanceled: childEnded,
  ChildWorkflowExecutionTimedOut: childEnded,
  ChildWorkflowExecutionTerminated: childEnded,
  LambdaFunctionStarted: ({ lambdas }, { scheduledEventId }) => void lambdas.add(scheduledEventId as number),
  LambdaFunctionCompleted: lambdaEnded,
  LambdaFunctionFailed: lambdaEnded,
  LambdaFunctionTimedOut: lambdaEnded,
  WorkflowExecutionCompleted: closing('COMPLETED'),
  WorkflowExecutionFailed: closing('FAILED'),
  WorkflowExecutionCanceled: closing('CANCELED'),
  WorkflowExecutionTerminated: closing('TERMINATED'),
  WorkflowExecutionTimedOut: closing('TIMED_OUT'),
  WorkflowExecutionContinuedAsNew: closing('CONTINUED_AS_NEW'),
}
