import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { isReyieldError } from '@reyield/workflow'
import { identityPipeline, type PayloadPipeline } from './pipeline.ts'

/**
 * The members of each event type's attributes that are payloads (Amazon SWF API reference, HistoryEvent). Reasons, control, ids and
 * names aren't payloads, because people and other deciders read them.
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
 * Decodes the payloads of a page of events. The events aren't changed: those with payloads are copied, and the identity pipeline
 * returns the page itself. If the pipeline's `decode` throws UnreadablePayloadError for a signal, that signal stays encoded, and
 * `whyUnreadable` returns the error. Any other error is thrown.
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
 * Returns the attributes of an event, from the member that is named after its type, for instance `timerFiredEventAttributes`.
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

/**
 * The member of an event that has its attributes, by the event's type.
 *
 * @example
 * ```ts
 * attributesMember('TimerFired') // 'timerFiredEventAttributes'
 * ```
 */
export const attributesMember = (type: string): string =>
  `${type[0]!.toLowerCase()}${type.slice(1)}EventAttributes`

const unreadable = new WeakMap<HistoryEvent, Error>()

/**
 * Returns the error with which the pipeline couldn't decode a signal's input; undefined for every other event.
 *
 * @example
 * ```ts
 * const problem = whyUnreadable(event)
 * ```
 */
export const whyUnreadable = (event: HistoryEvent): Error | undefined => unreadable.get(event)

/**
 * Sets what `whyUnreadable` returns for a signal's event: for an event that was decoded in another process.
 *
 * @example
 * ```ts
 * markUnreadable(event, problem)
 * ```
 */
export const markUnreadable = (event: HistoryEvent, problem: Error): void =>
  void unreadable.set(event, problem)

async function decodeEvent(event: HistoryEvent, pipeline: PayloadPipeline): Promise<HistoryEvent> {
  try {
    return await decoded(event, pipeline)
  } catch (error) {
    if (event.eventType !== 'WorkflowExecutionSignaled' || !isReyieldError(error, 'PAYLOAD_UNREADABLE'))
      throw error
    const copy = { ...event }
    markUnreadable(copy, error)
    return copy
  }
}

/**
 * Encodes the payloads of decoded events: the reverse of `decodeEvents`. A signal that couldn't be decoded stays as it is.
 *
 * @throws what the pipeline's `encode` throws
 * @example
 * ```ts
 * const events = await encodeEvents(await decodeEvents(page.events, pipeline), pipeline)
 * ```
 */
export async function encodeEvents(
  events: readonly HistoryEvent[],
  pipeline: PayloadPipeline,
): Promise<readonly HistoryEvent[]> {
  if (pipeline === identityPipeline) return events
  return Promise.all(
    events.map(async event =>
      whyUnreadable(event) === undefined ? await withPayloads(event, text => pipeline.encode(text)) : event,
    ),
  )
}

const decoded = (event: HistoryEvent, pipeline: PayloadPipeline): Promise<HistoryEvent> =>
  withPayloads(event, text => pipeline.decode(text))

async function withPayloads(
  event: HistoryEvent,
  code: (text: string) => string | Promise<string>,
): Promise<HistoryEvent> {
  const members = payloads[event.eventType ?? '']
  const attributes = attributesOf(event)
  if (members === undefined || attributes === undefined) return event
  const copy = { ...attributes }
  for (const member of members) {
    const text = copy[member]
    if (typeof text === 'string') copy[member] = await code(text)
  }
  return { ...event, [attributesMember(event.eventType!)]: copy }
}
