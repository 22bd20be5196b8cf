import type { EventType } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { carriedText } from './envelope.ts'
import { callText, withPayload, type Attributes, type Telling } from './telling.ts'

type Row = (of: Attributes, telling: Telling) => string | undefined

/** What the event that opened it called it. */
const what = (telling: Telling, eventId: unknown, otherwise: string): string =>
  telling.named(`event ${Number(eventId)}`) ?? otherwise

const activity = ({ scheduledEventId }: Attributes, telling: Telling) =>
  what(telling, scheduledEventId, 'an activity')
const lambda = ({ scheduledEventId }: Attributes, telling: Telling) =>
  what(telling, scheduledEventId, 'a Lambda function')
const child = ({ initiatedEventId }: Attributes, telling: Telling) =>
  what(telling, initiatedEventId, 'a child')
const sent = ({ initiatedEventId }: Attributes, telling: Telling) =>
  what(telling, initiatedEventId, 'something sent')

/** What comes to a workflow, in a line. Not here: what nobody is told of, and what records decisions. */
const rows: { readonly [Type in EventType]?: Row } = {
  WorkflowExecutionStarted: (of, telling) =>
    withPayload(`${callText(of.workflowType!)} started`, carriedText(of.input, telling), ' with '),
  WorkflowExecutionSignaled: ({ signalName, input }, telling) =>
    withPayload(`signal '${signalName}'`, telling.payload(input)),
  WorkflowExecutionCancelRequested: () => 'cancel requested',
  WorkflowExecutionTimedOut: () => 'execution timed out',
  WorkflowExecutionTerminated: ({ reason, cause }) =>
    withPayload(
      `execution terminated${cause === undefined || cause === 'OPERATOR_INITIATED' ? '' : `, ${cause}`}`,
      reason,
    ),
  DecisionTaskTimedOut: ({ timeoutType }) =>
    timeoutType === 'START_TO_CLOSE' ? 'decision task timed out' : undefined, // else nobody had it: nothing changes
  ActivityTaskCompleted: (of, telling) =>
    withPayload(`${activity(of, telling)} completed`, telling.payload(of.result)),
  ActivityTaskFailed: (of, telling) => `${activity(of, telling)} failed: ${telling.failure(of)}`,
  ActivityTaskTimedOut: (of, telling) =>
    withPayload(`${activity(of, telling)} timed out, ${of.timeoutType}`, telling.payload(of.details)),
  ActivityTaskCanceled: (of, telling) =>
    withPayload(`${activity(of, telling)} canceled`, telling.payload(of.details)),
  TimerFired({ timerId }, telling) {
    if (timerId!.startsWith('~')) return undefined
    const [, activityId, attempt] = /^(.+)~(\d+)$/.exec(timerId!) ?? []
    if (activityId !== undefined) telling.retries(activityId, Number(attempt) + 1)
    return `${telling.named(`timer ${timerId!}`) ?? 'timer'} fired`
  },
  ChildWorkflowExecutionStarted: (of, telling) => `${child(of, telling)} started`,
  ChildWorkflowExecutionCompleted: (of, telling) =>
    withPayload(`${child(of, telling)} completed`, telling.payload(of.result)),
  ChildWorkflowExecutionFailed: (of, telling) => `${child(of, telling)} failed: ${telling.failure(of)}`,
  ChildWorkflowExecutionTimedOut: (of, telling) => `${child(of, telling)} timed out`,
  ChildWorkflowExecutionCanceled: (of, telling) =>
    withPayload(`${child(of, telling)} canceled`, telling.payload(of.details)),
  ChildWorkflowExecutionTerminated: (of, telling) => `${child(of, telling)} terminated`,
  StartChildWorkflowExecutionFailed: (of, telling) => `${child(of, telling)} not started, ${of.cause}`,
  ExternalWorkflowExecutionSignaled: (of, telling) => `${sent(of, telling)} delivered`,
  SignalExternalWorkflowExecutionFailed: (of, telling) => `${sent(of, telling)} not delivered, ${of.cause}`,
  ExternalWorkflowExecutionCancelRequested: (of, telling) => `${sent(of, telling)} delivered`,
  RequestCancelExternalWorkflowExecutionFailed: (of, telling) =>
    `${sent(of, telling)} not delivered, ${of.cause}`,
  LambdaFunctionCompleted: (of, telling) =>
    withPayload(`${lambda(of, telling)} completed`, telling.payload(of.result, json)),
  LambdaFunctionFailed: (of, telling) => `${lambda(of, telling)} failed: ${telling.failure(of)}`,
  LambdaFunctionTimedOut: (of, telling) => `${lambda(of, telling)} timed out`,
  StartLambdaFunctionFailed: (of, telling) => `${lambda(of, telling)} not started, ${of.cause}`,
}

/** An event in a line; `undefined`: it tells a workflow nothing. */
export const eventLine = (type: string, of: Attributes, telling: Telling): string | undefined =>
  (rows as Readonly<Record<string, Row>>)[type]?.(of, telling)
