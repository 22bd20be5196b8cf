import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { isReyieldError } from '@reyield/workflow'
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
 * copied, and the identity pipeline gives back the very page. A signal that the pipeline calls unreadable (its `decode` throws
 * UnreadablePayloadError) spoils nothing else: it stays as it is, and `whyUnreadable` says why. Any other error is thrown.
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

const unreadable = new WeakMap<HistoryEvent, Error>()

/**
 * Why the pipeline couldn't read the input of a signal; undefined for every other event.
 *
 * @example
 * ```ts
 * const problem = whyUnreadable(event)
 * ```
 */
export const whyUnreadable = (event: HistoryEvent): Error | undefined => unreadable.get(event)

async function decodeEvent(event: HistoryEvent, pipeline: PayloadPipeline): Promise<HistoryEvent> {
  try {
    return await decoded(event, pipeline)
  } catch (error) {
    if (event.eventType !== 'WorkflowExecutionSignaled' || !isReyieldError(error, 'PAYLOAD_UNREADABLE'))
      throw error
    const copy = { ...event }
    unreadable.set(copy, error)
    return copy
  }
}

async function decoded(event: HistoryEvent, pipeline: PayloadPipeline): Promise<HistoryEvent> {
  const members = payloads[event.eventType ?? '']
  const attributes = attributesOf(event)
  if (members === undefined || attributes === undefined) return event
  const copy = { ...attributes }
  for (const member of members) {
    const text = copy[member]
    if (typeof text === 'string') copy[member] = await pipeline.decode(text)
  }
  return { ...event, [attributesMember(event.eventType!)]: copy }
}
