import type { Decision, DecisionType, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { attributesOfDecision } from '@reyield/data/internal'
import { decisionOf } from '../history/decision-of.ts'

/** The members that decisions and the events that record them have in common. */
interface Attributes {
  readonly activityType?: TypeRef
  readonly activityId?: string
  readonly timerId?: string
  readonly startToFireTimeout?: string
  readonly markerName?: string
  readonly workflowType?: TypeRef
  readonly workflowId?: string
  readonly control?: string
  readonly signalName?: string
  readonly name?: string
  readonly id?: string
  readonly cause?: string
}

interface TypeRef {
  readonly name?: string
  readonly version?: string
}

const typeText = ({ name, version }: TypeRef = {}) => `'${name}'${version === '1.0' ? '' : ` ${version}`}`

const rows: Readonly<Record<DecisionType, (of: Attributes) => string>> = {
  ScheduleActivityTask: ({ activityType, activityId }) =>
    `schedule activity ${typeText(activityType)} (id '${activityId}')`,
  RequestCancelActivityTask: ({ activityId }) => `request cancel of activity (id '${activityId}')`,
  StartTimer: ({ timerId, startToFireTimeout }) =>
    startToFireTimeout === undefined
      ? `start timer (id '${timerId}')`
      : `start timer of ${startToFireTimeout} s (id '${timerId}')`,
  CancelTimer: ({ timerId }) => `cancel timer (id '${timerId}')`,
  RecordMarker: ({ markerName }) => `record marker '${markerName}'`,
  StartChildWorkflowExecution: ({ workflowType, workflowId, control }) =>
    `start child ${typeText(workflowType)} as '${workflowId}'${control === undefined ? '' : ` (id '${control}')`}`,
  SignalExternalWorkflowExecution: ({ signalName, workflowId }) =>
    `send signal ${signalName === undefined ? '' : `'${signalName}' `}to '${workflowId}'`,
  RequestCancelExternalWorkflowExecution: ({ workflowId }) => `send cancel request to '${workflowId}'`,
  ScheduleLambdaFunction: ({ name, id }) => `call Lambda function '${name}' (id '${id}')`,
  CompleteWorkflowExecution: () => 'complete the execution',
  FailWorkflowExecution: () => 'fail the execution',
  CancelWorkflowExecution: () => 'cancel the execution',
  ContinueAsNewWorkflowExecution: () => 'continue as new',
}

/** A decision as one line, without payloads. */
export function decisionText(decision: Decision): string {
  return rows[decision.decisionType!](attributesOfDecision(decision) ?? {})
}

/** A recorded decision as one line, without payloads. */
export function recordedDecisionText(event: HistoryEvent): string {
  const of = (attributesOf(event) ?? {}) as Attributes
  const type = decisionOf[event.eventType!] as DecisionType | undefined
  const text = type === undefined ? event.eventType! : rows[type](of)
  return of.cause === undefined ? text : `${text}: refused, ${of.cause}`
}
