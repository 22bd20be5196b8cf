import type { Decision } from '@aws-sdk/client-swf'
import { isReyieldError, type Serializer } from '@reyield/workflow'
import { nameOfThrown } from '@reyield/workflow/internal'
import { PayloadTooLongError, UnserializablePayloadError } from '../errors.ts'
import { classOnly, shortDetails, type WireFailure } from '../failures/failure.ts'
import { encodeMember, payloadOfDecision, type PayloadCoder } from './members.ts'
import { identityPipeline } from './pipeline.ts'

/** SWF's limit for input, result and details, in characters (swf-semantics.md §2.1). */
const longestPayload = 32_768

/** The member that identifies a decision, by its type. */
const ids: Readonly<Record<string, string | undefined>> = {
  ScheduleActivityTask: 'activityId',
  RecordMarker: 'markerName',
  SignalExternalWorkflowExecution: 'workflowId',
  StartChildWorkflowExecution: 'workflowId',
  ScheduleLambdaFunction: 'id',
}

/**
 * Encodes the payloads of decisions, then checks their lengths.
 *
 * @throws PayloadTooLongError (PAYLOAD_TOO_LONG), which names the decision, its id and the member, unless `tooLong` is given
 * @example
 * ```ts
 * const decisions = await encodeDecisions(await replay.decisions(), { pipeline, context: { domain, workflowId } })
 * ```
 */
export function encodeDecisions(
  decisions: readonly Decision[],
  coder: PayloadCoder,
  options: EncodeOptions = {},
): Promise<Decision[]> {
  return Promise.all(decisions.map(decision => encodeDecision(decision, coder, options)))
}

/** The lengths in characters to which a failure is shortened, one after the other, until its encoded form fits. */
const shorter = [longestPayload, 24_000, 16_000, 8000, 4000, 2500, 1500, 800, 300]

/** The options of `encodeDecisions`. */
export interface EncodeOptions {
  /** Called for a decision that is too long. Default: the error is thrown. */
  readonly tooLong?: (decision: Decision, error: PayloadTooLongError) => void
  /**
   * Whether the `reason` of a failure contains the error's message although there is a pipeline, for the SWF console and for other
   * deciders. Without it, `reason` is only the class of the error, and the message is in `details`, encoded. Default false.
   */
  readonly readableReasons?: boolean
}

/**
 * Encodes the details of a failure. With any pipeline but the identity, the reason becomes the class of the error only (unless
 * `readableReasons`), because reasons aren't encoded. If the encoded details are longer than SWF allows, they are shortened
 * further, and at last left out. So a failure can always be sent.
 *
 * @example
 * ```ts
 * await swf.respondActivityTaskFailed({ taskToken, ...(await encodeFailure(failureToWire(error), { pipeline, context })) })
 * ```
 */
export async function encodeFailure(
  { reason, details }: WireFailure,
  { pipeline, context }: PayloadCoder,
  { readableReasons = false }: Pick<EncodeOptions, 'readableReasons'> = {},
): Promise<{ reason?: string; details?: string }> {
  const shown = pipeline === identityPipeline || readableReasons ? reason : classOnly(details)
  const given = shown === undefined ? {} : { reason: shown }
  if (details === undefined) return given
  for (const most of shorter) {
    const text = most === longestPayload ? details : shortDetails(details, most)
    if (text === undefined) return given
    const encoded = await pipeline.encode(text, context)
    if (encoded.length <= longestPayload) return { ...given, details: encoded }
  }
  return given
}

async function encodeDecision(
  decision: Decision,
  coder: PayloadCoder,
  options: EncodeOptions,
): Promise<Decision> {
  const type = decision.decisionType ?? ''
  if (decision.failWorkflowExecutionDecisionAttributes !== undefined && type === 'FailWorkflowExecution') {
    const failure = await encodeFailure(decision.failWorkflowExecutionDecisionAttributes, coder, options)
    return { ...decision, failWorkflowExecutionDecisionAttributes: failure }
  }
  const of = payloadOfDecision(type)
  if (of === undefined) return decision
  const attributes = attributesOfDecision(decision)
  const text = attributes?.[of.member]
  if (typeof text !== 'string') return decision
  const encoded = await encodeMember(text, of, attributes!, coder)
  const named = ids[type]
  const id = named === undefined ? '' : ` '${String(attributes![named])}'`
  if (encoded.length > longestPayload) {
    const field = `The ${of.member} of decision ${type}${id}`
    const error = new PayloadTooLongError(field, encoded.length, longestPayload)
    if (options.tooLong === undefined) throw error
    options.tooLong(decision, error)
  }
  return encoded === text
    ? decision
    : { ...decision, [decisionMember(type)]: { ...attributes, [of.member]: encoded } }
}

/** The member of a decision that has its attributes: `startTimerDecisionAttributes` for StartTimer. */
export const decisionMember = (type: string): string =>
  `${type[0]!.toLowerCase()}${type.slice(1)}DecisionAttributes`

/**
 * Returns the attributes of a decision, from the member that is named after its type: `startTimerDecisionAttributes`. A decision that
 * closes an execution may have none.
 *
 * @example
 * ```ts
 * const { timerId } = attributesOfDecision(decision) ?? {}
 * ```
 */
export function attributesOfDecision(decision: Decision): Readonly<Record<string, unknown>> | undefined {
  if (!decision.decisionType) return undefined
  const members = decision as unknown as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >
  return members[decisionMember(decision.decisionType)]
}

/** The most characters of a heartbeat's details (docs/internals/swf-semantics.md §2.1). */
export const longestHeartbeat = 2048

/**
 * Checks the length of a string and returns it. `limit` is in characters (UTF-16 code units), by default that of a payload, 32,768.
 *
 * @throws PayloadTooLongError (PAYLOAD_TOO_LONG)
 * @example
 * ```ts
 * checkLength(details, 'The details of the heartbeat', 2048)
 * ```
 */
export function checkLength<T extends string | undefined>(text: T, field: string, limit = longestPayload): T {
  if (text !== undefined && text.length > limit) throw new PayloadTooLongError(field, text.length, limit)
  return text
}

/**
 * Serializes an activity's result. Any error of the serializer becomes an UnserializablePayloadError, after which the activity isn't
 * retried, because that would change nothing.
 *
 * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE)
 * @example
 * ```ts
 * const text = serializeResult(value, superjson)
 * ```
 */
export function serializeResult(value: unknown, serializer: Serializer): string | undefined {
  try {
    return serializer.serialize(value)
  } catch (error) {
    if (isReyieldError(error, 'PAYLOAD_UNSERIALIZABLE')) throw error
    const problem = `it has thrown ${nameOfThrown(error)}`
    throw new UnserializablePayloadError(serializer.name, '$', problem, undefined, { cause: error })
  }
}
