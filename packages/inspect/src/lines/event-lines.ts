import type { EventType } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { retryOf } from '../history/engine-ids.ts'
import { inputText } from './recorded-payload.ts'
import { callText, withPayload, type Attributes, type Glossary } from './glossary.ts'

type Row = (of: Attributes, glossary: Glossary) => string | undefined

/** The name that the opening event gave to the operation. */
const what = (glossary: Glossary, eventId: unknown, otherwise: string): string =>
  glossary.named(`event ${Number(eventId)}`) ?? otherwise

const activity = ({ scheduledEventId }: Attributes, glossary: Glossary) =>
  what(glossary, scheduledEventId, 'an activity')
const lambda = ({ scheduledEventId }: Attributes, glossary: Glossary) =>
  what(glossary, scheduledEventId, 'a Lambda function')
const child = ({ initiatedEventId }: Attributes, glossary: Glossary) =>
  what(glossary, initiatedEventId, 'a child')
const sent = ({ initiatedEventId }: Attributes, glossary: Glossary) =>
  what(glossary, initiatedEventId, 'something sent')

/**
 * The events that a workflow receives, as lines. Events that it doesn't see and events that record decisions have no
 * row.
 */
const rows: { readonly [Type in EventType]?: Row } = {
  WorkflowExecutionStarted: (of, glossary) =>
    withPayload(`${callText(of.workflowType!)} started`, inputText(of.input, glossary), ' with '),
  WorkflowExecutionSignaled: ({ signalName, input }, glossary) =>
    withPayload(`signal '${signalName}'`, glossary.payload(input)),
  WorkflowExecutionCancelRequested: () => 'cancel requested',
  WorkflowExecutionTimedOut: () => 'execution timed out',
  WorkflowExecutionTerminated: ({ reason, cause }) =>
    withPayload(
      `execution terminated${cause === undefined || cause === 'OPERATOR_INITIATED' ? '' : `, ${cause}`}`,
      reason,
    ),
  DecisionTaskTimedOut: ({ timeoutType }) =>
    timeoutType === 'START_TO_CLOSE' ? 'decision task timed out' : undefined, // otherwise no decider had taken it, and nothing changes
  ActivityTaskCompleted: (of, glossary) =>
    withPayload(`${activity(of, glossary)} completed`, glossary.payload(of.result)),
  ActivityTaskFailed: (of, glossary) => `${activity(of, glossary)} failed: ${glossary.failure(of)}`,
  ActivityTaskTimedOut: (of, glossary) =>
    withPayload(`${activity(of, glossary)} timed out, ${of.timeoutType}`, glossary.payload(of.details)),
  ActivityTaskCanceled: (of, glossary) =>
    withPayload(`${activity(of, glossary)} canceled`, glossary.payload(of.details)),
  TimerFired({ timerId }, glossary) {
    if (timerId!.startsWith('~')) return undefined
    const retry = retryOf(timerId!)
    if (retry !== undefined) glossary.retries(retry.activityId, retry.attempt + 1)
    return `${glossary.named(`timer ${timerId!}`) ?? 'timer'} fired`
  },
  ChildWorkflowExecutionStarted: (of, glossary) => `${child(of, glossary)} started`,
  ChildWorkflowExecutionCompleted: (of, glossary) =>
    withPayload(`${child(of, glossary)} completed`, glossary.payload(of.result)),
  ChildWorkflowExecutionFailed: (of, glossary) => `${child(of, glossary)} failed: ${glossary.failure(of)}`,
  ChildWorkflowExecutionTimedOut: (of, glossary) => `${child(of, glossary)} timed out`,
  ChildWorkflowExecutionCanceled: (of, glossary) =>
    withPayload(`${child(of, glossary)} canceled`, glossary.payload(of.details)),
  ChildWorkflowExecutionTerminated: (of, glossary) => `${child(of, glossary)} terminated`,
  StartChildWorkflowExecutionFailed: (of, glossary) => `${child(of, glossary)} not started, ${of.cause}`,
  ExternalWorkflowExecutionSignaled: (of, glossary) => `${sent(of, glossary)} delivered`,
  SignalExternalWorkflowExecutionFailed: (of, glossary) => `${sent(of, glossary)} not delivered, ${of.cause}`,
  ExternalWorkflowExecutionCancelRequested: (of, glossary) => `${sent(of, glossary)} delivered`,
  RequestCancelExternalWorkflowExecutionFailed: (of, glossary) =>
    `${sent(of, glossary)} not delivered, ${of.cause}`,
  LambdaFunctionCompleted: (of, glossary) =>
    withPayload(`${lambda(of, glossary)} completed`, glossary.payload(of.result, json)),
  LambdaFunctionFailed: (of, glossary) => `${lambda(of, glossary)} failed: ${glossary.failure(of)}`,
  LambdaFunctionTimedOut: (of, glossary) => `${lambda(of, glossary)} timed out`,
  StartLambdaFunctionFailed: (of, glossary) => `${lambda(of, glossary)} not started, ${of.cause}`,
}

/** An event as a line. `undefined` if a workflow doesn't see it. */
export const eventLine = (type: string, of: Attributes, glossary: Glossary): string | undefined =>
  (rows as Readonly<Record<string, Row>>)[type]?.(of, glossary)
