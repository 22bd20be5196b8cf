import type { Decision, DecisionType } from '@aws-sdk/client-swf'
import { PayloadTooLongError } from './errors.ts'
import { shortDetails, type WireFailure } from './failure.ts'
import { encodePayload, identityPipeline, type PayloadPipeline } from './pipeline.ts'

/** Input, result and details (Amazon SWF API reference, Data). */
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
 * @param tooLong takes a decision whose payload is too long, and the length of that; default: throws
 * @throws PayloadTooLongError (PAYLOAD_TOO_LONG), naming the decision, its id and the member
 * @example
 * ```ts
 * const decisions = await encodeDecisions(await replay.decisions(), pipeline)
 * ```
 */
export function encodeDecisions(
  decisions: readonly Decision[],
  pipeline: PayloadPipeline,
  tooLong: (decision: Decision, error: PayloadTooLongError) => void = (_, error) => {
    throw error
  },
): Promise<Decision[]> {
  return Promise.all(decisions.map(decision => encodeDecision(decision, pipeline, tooLong)))
}

/**
 * A failure with its details encoded. Details that the pipeline makes longer than SWF takes lose stack and causes; if
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
): Promise<{ reason?: string; details?: string }> {
  const given = reason === undefined ? {} : { reason }
  if (details === undefined) return given
  for (const text of [details, shortDetails(details)]) {
    const encoded = (await encodePayload(text, pipeline))!
    if (encoded.length <= longestPayload) return { ...given, details: encoded }
  }
  return given
}

async function encodeDecision(
  decision: Decision,
  pipeline: PayloadPipeline,
  tooLong: (decision: Decision, error: PayloadTooLongError) => void,
): Promise<Decision> {
  const type = decision.decisionType ?? ''
  if (decision.failWorkflowExecutionDecisionAttributes !== undefined && type === 'FailWorkflowExecution') {
    const failure = await encodeFailure(decision.failWorkflowExecutionDecisionAttributes, pipeline)
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
    tooLong(decision, new PayloadTooLongError(field, encoded.length, longestPayload))
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
