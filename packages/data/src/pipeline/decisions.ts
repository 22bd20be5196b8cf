import type { Decision, DecisionType } from '@aws-sdk/client-swf'
import { isReyieldError, type Serializer } from '@reyield/workflow'
import { nameOfThrown } from '@reyield/workflow/internal'
import { PayloadTooLongError, UnserializablePayloadError } from '../errors.ts'
import { classOnly, shortDetails, type WireFailure } from '../failures/failure.ts'
import { encodePayload, identityPipeline, type PayloadPipeline } from './pipeline.ts'

/** Input, result and details (swf-semantics.md §2.1). */
const longestPayload = 32_768

/** Decision type -> the members of its attributes that are payloads, and those that tell which decision it is. */
const payloads: Readonly<Record<string, { readonly payload: string; readonly id?: string } | undefined>> = {
  ScheduleActivityTask: { payload: 'input', id: 'activityId' },
  CompleteWorkflowExecution: { payload: 'result' },
  CancelWorkflowExecution: { payload: 'details' },
  ContinueAsNewWorkflowExecution: { payload: 'input' },
  RecordMarker: { payload: 'details', id: 'markerName' },
  SignalExternalWorkflowExecution: { payload: 'input', id: 'workflowId' },
  StartChildWorkflowExecution: { payload: 'input', id: 'workflowId' },
  ScheduleLambdaFunction: { payload: 'input', id: 'id' },
} satisfies { [Type in DecisionType]?: object }

/**
 * Decisions with their payloads encoded, and checked for SWF's lengths after that.
 *
 * @throws PayloadTooLongError (PAYLOAD_TOO_LONG), naming the decision, its id and the member, where `tooLong` doesn't take it
 * @example
 * ```ts
 * const decisions = await encodeDecisions(await replay.decisions(), pipeline)
 * ```
 */
export function encodeDecisions(
  decisions: readonly Decision[],
  pipeline: PayloadPipeline,
  options: EncodeOptions = {},
): Promise<Decision[]> {
  return Promise.all(decisions.map(decision => encodeDecision(decision, pipeline, options)))
}

/** How much of a failure is tried, in characters, where the pipeline makes it longer than SWF takes. */
const shorter = [longestPayload, 24_000, 16_000, 8000, 4000, 2500, 1500, 800, 300]

/** How decisions are encoded. */
export interface EncodeOptions {
  /** Called with what is too long instead of throwing the error. */
  readonly tooLong?: (decision: Decision, error: PayloadTooLongError) => void
  /**
   * With a pipeline, `reason` of a failure holds the class of the error alone, and its message is in `details`, encoded. True: the
   * message stays readable in `reason`, for SWF's consoles and other deciders. Default false.
   */
  readonly readableReasons?: boolean
}

/**
 * A failure with its details encoded. With any pipeline but the identity its reason is the class of the error alone (unless
 * `readableReasons`), as no pipeline encodes it. Details that the pipeline makes longer than SWF takes are trimmed further; if
 * they are too long still, only the reason is left. So a failure can always be sent.
 *
 * @example
 * ```ts
 * await swf.respondActivityTaskFailed({ taskToken, ...(await encodeFailure(failureToWire(error), pipeline)) })
 * ```
 */
export async function encodeFailure(
  { reason, details }: WireFailure,
  pipeline: PayloadPipeline,
  { readableReasons = false }: Pick<EncodeOptions, 'readableReasons'> = {},
): Promise<{ reason?: string; details?: string }> {
  const shown = pipeline === identityPipeline || readableReasons ? reason : classOnly(details)
  const given = shown === undefined ? {} : { reason: shown }
  if (details === undefined) return given
  for (const most of shorter) {
    const text = most === longestPayload ? details : shortDetails(details, most)
    if (text === undefined) return given
    const encoded = (await encodePayload(text, pipeline))!
    if (encoded.length <= longestPayload) return { ...given, details: encoded }
  }
  return given
}

async function encodeDecision(
  decision: Decision,
  pipeline: PayloadPipeline,
  options: EncodeOptions,
): Promise<Decision> {
  const type = decision.decisionType ?? ''
  if (decision.failWorkflowExecutionDecisionAttributes !== undefined && type === 'FailWorkflowExecution') {
    const failure = await encodeFailure(decision.failWorkflowExecutionDecisionAttributes, pipeline, options)
    return { ...decision, failWorkflowExecutionDecisionAttributes: failure }
  }
  const known = payloads[type]
  if (known === undefined) return decision
  const name = `${type[0]!.toLowerCase()}${type.slice(1)}DecisionAttributes`
  const attributes = (decision as unknown as Record<string, Record<string, unknown> | undefined>)[name]
  const text = attributes?.[known.payload]
  if (typeof text !== 'string') return decision
  const encoded = pipeline === identityPipeline ? text : await pipeline.encode(text)
  const id = known.id === undefined ? '' : ` '${String(attributes?.[known.id])}'`
  if (encoded.length > longestPayload) {
    const field = `The ${known.payload} of decision ${type}${id}`
    const error = new PayloadTooLongError(field, encoded.length, longestPayload)
    if (options.tooLong === undefined) throw error
    options.tooLong(decision, error)
  }
  return encoded === text ? decision : { ...decision, [name]: { ...attributes, [known.payload]: encoded } }
}

/**
 * Gives a string back that SWF takes for a field; `limit` in characters (UTF-16 units), by default that of a payload.
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
 * An activity's result as a string. Whatever a serializer throws at a value that it can't write is an UnserializablePayloadError:
 * trying the activity again would change nothing.
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
