import type { HistoryEvent } from '@aws-sdk/client-swf'
import { isReyieldError } from '@reyield/workflow'
import { encodedControl } from '../wire/lambda.ts'
import {
  decodeMember,
  encodeMember,
  payloadOfEvent,
  type PayloadCoder,
  type PayloadMember,
} from './members.ts'
import { identityPipeline } from './pipeline.ts'

/**
 * Decodes the payloads of a page of events. The events aren't changed: those with payloads are copied, and the identity pipeline
 * returns the page itself. If a signal can never be decoded, that signal stays encoded, and `whyUnreadable` returns the error. Any other
 * error is thrown.
 *
 * @param coder the pipeline, and the execution whose history it is
 * @example
 * ```ts
 * await replay.feed(await decodeEvents(page.events, { pipeline, context: { domain: 'shop', workflowId: 'order-7' } }))
 * ```
 */
export async function decodeEvents(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  if (coder.pipeline === identityPipeline && !events.some(mayBeEncoded)) return events
  return Promise.all(events.map(event => decodeEvent(event, coder)))
}

/** Whether a pipeline may have encoded the payload of an event. */
function mayBeEncoded(event: HistoryEvent): boolean {
  const of = payloadOfEvent(event.eventType)
  const text = of && attributesOf(event)?.[of.member]
  return typeof text === 'string' && (of!.lambda === true || text.startsWith('reyield:'))
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

/** Errors that no other reader and no deployment can heal. The others hold an execution until its worker can decode. */
const permanent = ['PAYLOAD_UNREADABLE', 'PAYLOAD_DAMAGED', 'PAYLOAD_MISPLACED', 'PAYLOAD_UNENCODED'] as const

async function decodeEvent(event: HistoryEvent, coder: PayloadCoder): Promise<HistoryEvent> {
  try {
    return await withPayload(event, (text, of, attributes) => decodeMember(text, of, attributes, coder))
  } catch (error) {
    if (
      event.eventType !== 'WorkflowExecutionSignaled' ||
      !permanent.some(code => isReyieldError(error, code))
    )
      throw error
    const copy = { ...event }
    markUnreadable(copy, error as Error)
    return copy
  }
}

/**
 * Encodes the payloads of decoded events: the reverse of `decodeEvents`. A signal that couldn't be decoded stays as it is.
 *
 * @param events a whole history
 * @throws what the pipeline's `encode` throws
 * @example
 * ```ts
 * const events = await encodeEvents(await decodeEvents(page.events, coder), coder)
 * ```
 */
export async function encodeEvents(
  events: readonly HistoryEvent[],
  coder: PayloadCoder,
): Promise<readonly HistoryEvent[]> {
  const lambdas = new Map(
    events.map(({ eventId, lambdaFunctionScheduledEventAttributes: of }) => [eventId, of?.control] as const),
  )
  /** Only the event that schedules a function has its `control`. */
  const controlled = (of: Readonly<Record<string, unknown>>) =>
    lambdas.get(of['scheduledEventId'] as number) === encodedControl ? { ...of, control: encodedControl } : of
  return Promise.all(
    events.map(async event =>
      whyUnreadable(event) === undefined
        ? await withPayload(event, (text, of, attributes) =>
            encodeMember(text, of, controlled(attributes), coder),
          )
        : event,
    ),
  )
}

async function withPayload(
  event: HistoryEvent,
  code: (text: string, of: PayloadMember, attributes: Readonly<Record<string, unknown>>) => Promise<string>,
): Promise<HistoryEvent> {
  const of = payloadOfEvent(event.eventType)
  const attributes = attributesOf(event)
  const text = of && attributes?.[of.member]
  if (typeof text !== 'string') return event
  const coded = await code(text, of!, attributes!)
  if (coded === text) return event
  return { ...event, [attributesMember(event.eventType!)]: { ...attributes, [of!.member]: coded } }
}
