import type { DecisionType, EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { encodedControl, encodedOfLambda, lambdaPayload } from '../wire/lambda.ts'
import type { PayloadContext } from './codec.ts'
import { identityPipeline, type Pipeline } from './pipeline.ts'

type Attributes = Readonly<Record<string, unknown>>

/** A member of an event's or a decision's attributes that is a payload. */
export interface PayloadMember {
  readonly member: 'input' | 'result' | 'details'
  /** The workflow id of the execution that it's written for. `undefined`: that of the history, or of whoever decides. */
  readonly workflowId: (attributes: Attributes) => unknown
  /** Whether it's of a Lambda function, which gets and returns an encoded payload only if it's declared so. */
  readonly lambda?: boolean
}

type Named<Name> = PayloadMember & { readonly member: Name }
type Name = PayloadMember['member']

const own = <N extends Name>(member: N): Named<N> => ({ member, workflowId: () => undefined })

/** The id is in the attributes: of a child that is started, or of the target of a signal. */
const named = <N extends Name>(member: N): Named<N> => ({
  member,
  workflowId: ({ workflowId }) => workflowId,
})

/** A child that has closed. */
const ofChild = <N extends Name>(member: N): Named<N> => ({
  member,
  workflowId: ({ workflowExecution }) =>
    (workflowExecution as { workflowId?: string } | undefined)?.workflowId,
})

const ofLambda = <N extends Name>(member: N): Named<N> => ({ ...own(member), lambda: true })

/**
 * The members of each event type's attributes that are payloads (Amazon SWF API reference, HistoryEvent), and whose execution they are
 * written for. Reasons, control, ids and names aren't payloads, because people and other deciders read them. Details of a failed Lambda
 * function are written by AWS.
 */
const ofEvents = {
  WorkflowExecutionStarted: own('input'),
  WorkflowExecutionCompleted: own('result'),
  WorkflowExecutionFailed: own('details'),
  WorkflowExecutionCanceled: own('details'),
  WorkflowExecutionContinuedAsNew: own('input'),
  WorkflowExecutionSignaled: own('input'), // the history is that of the receiver
  ActivityTaskScheduled: own('input'),
  ActivityTaskCompleted: own('result'),
  ActivityTaskFailed: own('details'),
  ActivityTaskTimedOut: own('details'),
  ActivityTaskCanceled: own('details'),
  MarkerRecorded: own('details'),
  StartChildWorkflowExecutionInitiated: named('input'),
  ChildWorkflowExecutionCompleted: ofChild('result'),
  ChildWorkflowExecutionFailed: ofChild('details'),
  ChildWorkflowExecutionCanceled: ofChild('details'),
  SignalExternalWorkflowExecutionInitiated: named('input'),
  LambdaFunctionScheduled: ofLambda('input'),
  LambdaFunctionCompleted: ofLambda('result'),
} satisfies { [Type in EventType]?: Named<NameOfPayload<Type>> }

/** The members of an event's attributes that can hold a payload. */
type NameOfPayload<Type extends EventType> = Extract<
  keyof NonNullable<HistoryEvent[`${Uncapitalize<Type>}EventAttributes`]>,
  PayloadMember['member']
>

/** The same for decisions. FailWorkflowExecution isn't here, since its payload may be shortened. */
const ofDecisions = {
  ScheduleActivityTask: own('input'),
  CompleteWorkflowExecution: own('result'),
  CancelWorkflowExecution: own('details'),
  ContinueAsNewWorkflowExecution: own('input'),
  RecordMarker: own('details'),
  SignalExternalWorkflowExecution: named('input'),
  StartChildWorkflowExecution: named('input'),
  ScheduleLambdaFunction: ofLambda('input'),
} satisfies { [Type in DecisionType]?: PayloadMember }

type Table = Readonly<Record<string, PayloadMember | undefined>>

/** The payload of an event type; undefined if it has none. */
export const payloadOfEvent = (type: string | undefined): PayloadMember | undefined =>
  (ofEvents as Table)[type ?? '']

/** The payload of a decision type; undefined if it has none. */
export const payloadOfDecision = (type: string | undefined): PayloadMember | undefined =>
  (ofDecisions as Table)[type ?? '']

/** What a payload of an event or a decision is encoded with, and how. */
export interface PayloadCoder {
  readonly pipeline: Pipeline
  /** The execution whose history it is. */
  readonly context: PayloadContext
}

/** Encodes the payload of an event or a decision. */
export async function encodeMember(
  text: string,
  of: PayloadMember,
  attributes: Attributes,
  { pipeline, context }: PayloadCoder,
): Promise<string> {
  const execution = contextOf(of, attributes, context)
  if (of.lambda !== true) return pipeline.encode(text, execution)
  if (attributes['control'] !== encodedControl || pipeline === identityPipeline) return text
  return lambdaPayload(await pipeline.encode(text, execution), execution)
}

/** Decodes the payload of an event. */
export async function decodeMember(
  text: string,
  of: PayloadMember,
  attributes: Attributes,
  { pipeline, context }: PayloadCoder,
): Promise<string> {
  const execution = contextOf(of, attributes, context)
  if (of.lambda !== true) return pipeline.decode(text, execution)
  const encoded = encodedOfLambda(text)
  return encoded === undefined ? text : pipeline.decode(encoded, execution)
}

function contextOf(
  { workflowId }: PayloadMember,
  attributes: Attributes,
  context: PayloadContext,
): PayloadContext {
  const id = workflowId(attributes)
  return typeof id === 'string' && id !== context.workflowId
    ? { domain: context.domain, workflowId: id }
    : context
}
