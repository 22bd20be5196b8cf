import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { identityPipeline, type PayloadPipeline } from './pipeline.ts'

/**
 * Event type -> the members of its attributes that are payloads (Amazon SWF API reference, HistoryEvent). Reasons,
 * control, ids and names are none: people and other deciders read them.
 */
const table = {
  WorkflowExecutionStarted: ['input'],
  WorkflowExecutionCompleted: ['result'],
  WorkflowExecutionFailed: ['details'],
  WorkflowExecutionCanceled: ['details'],
  WorkflowExecutionContinuedAsNew: ['input'],
  WorkflowExecutionSignaled: ['input'],
  ActivityTaskScheduled: ['input'],
  ActivityTaskCompleted: ['result'],
  ActivityTaskFailed: ['details'],
  ActivityTaskTimedOut: ['details'],
  ActivityTaskCanceled: ['details'],
  MarkerRecorded: ['details'],
  StartChildWorkflowExecutionInitiated: ['input'],
  ChildWorkflowExecutionCompleted: ['result'],
  ChildWorkflowExecutionFailed: ['details'],
  ChildWorkflowExecutionCanceled: ['details'],
  SignalExternalWorkflowExecutionInitiated: ['input'],
  LambdaFunctionScheduled: ['input'],
  LambdaFunctionCompleted: ['result'],
  LambdaFunctionFailed: ['details'],
} satisfies { [Type in EventType]?: readonly PayloadMember<Type>[] }

const payloads: Readonly<Record<string, readonly string[]>> = table

/** The members of an event's attributes that can hold a payload. */
type PayloadMember<Type extends EventType> = Extract<
  keyof NonNullable<HistoryEvent[`${Uncapitalize<Type>}EventAttributes`]>,
  'input' | 'result' | 'details'
>

/**
 * A page of events with its payloads decoded. The events that are given stay as they are; what has no payload isn't
 * copied, and the identity pipeline gives back the very page.
 *
 * @example
 * ```ts
 * await replay.feed(await decodeEvents(page.events, pipeline))
 * ```
 */
export async function decodeEvents(
  events: readonly HistoryEvent[],
  pipeline: PayloadPipeline,
): Promise<readonly HistoryEvent[]> {
  if (pipeline === identityPipeline) return events
  return Promise.all(events.map(event => decodeEvent(event, pipeline)))
}

/**
 * The attributes of an event, which stand under a member that is named after its type: `timerFiredEventAttributes`.
 *
 * @example
 * ```ts
 * const { timerId } = attributesOf(event) ?? {}
 * ```
 */
export function attributesOf(event: HistoryEvent): Readonly<Record<string, unknown>> | undefined {
  if (event.eventType === undefined) return undefined
  const members = event as unknown as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>
  return members[attributesMember(event.eventType)]
}

const attributesMember = (type: string): string => `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes`

async function decodeEvent(event: HistoryEvent, pipeline: PayloadPipeline): Promise<HistoryEvent> {
  const members = payloads[event.eventType ?? '']
  const attributes = attributesOf(event)
  if (members === undefined || attributes === undefined) return event
  const decoded = { ...attributes }
  for (const member of members) {
    const text = decoded[member]
    if (typeof text === 'string') decoded[member] = await pipeline.decode(text)
  }
  return { ...event, [attributesMember(event.eventType!)]: decoded }
}
