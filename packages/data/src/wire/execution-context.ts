import { presentName } from '@reyield/workflow/internal'
import type { PayloadCoder } from '../pipeline/members.ts'
import { identityPipeline } from '../pipeline/pipeline.ts'

/** The content of SWF's execution context: the workflow's status, and why its decision tasks can't be completed. */
export interface ExecutionContext {
  /** The status, serialized and encoded by the pipeline. */
  readonly status?: string | undefined
  readonly error?: ContextError | undefined
}

/** Why the decision tasks of an execution can't be completed. */
export interface ContextError {
  readonly code: string
  /** The message. If a pipeline has encoded it, this says so, and `encoded` has the message. */
  readonly message: string
  readonly encoded?: string | undefined
}

/** The message for readers without the pipeline. */
const encodedElsewhere =
  'The message is encoded by the payload pipeline: read it with a client that has the same pipeline'

/**
 * Encodes the message of an error for the execution context.
 *
 * @example
 * ```ts
 * writeContext({ error: await encodedError({ code: 'WORKFLOW_STUCK', message }, { pipeline, context }) })
 * ```
 */
export async function encodedError(
  { code, message }: ContextError,
  { pipeline, context }: PayloadCoder,
): Promise<ContextError> {
  if (pipeline === identityPipeline) return { code, message }
  try {
    return { code, message: encodedElsewhere, encoded: await pipeline.encode(message, context) }
  } catch {
    return { code, message: 'The payload pipeline failed to encode the message' } // the same failure may hold the execution
  }
}

/**
 * Decodes the message of an error of an execution context. If the pipeline can't decode it, the readable message stays.
 *
 * @example
 * ```ts
 * const held = await decodedError(readContext(latestExecutionContext).error, { pipeline, context })
 * ```
 */
export async function decodedError(
  error: ContextError | undefined,
  { pipeline, context }: PayloadCoder,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  if (error === undefined) return undefined
  const { code, message, encoded } = error
  if (encoded === undefined) return { code, message }
  try {
    return { code, message: await pipeline.decode(encoded, context) }
  } catch {
    return { code, message }
  }
}

/** The number of the format, which is recorded. */
const format = 1

/**
 * Writes an execution context as a string.
 *
 * @example
 * ```ts
 * writeContext({ status: '{"json":"packing"}' }) // '{"reyield":1,"status":"{\"json\":\"packing\"}"}'
 * ```
 */
export function writeContext({ status, error }: ExecutionContext): string {
  return JSON.stringify({ reyield: format, status, error })
}

/**
 * Reads an execution context that `writeContext` wrote. That of another decider is read as empty.
 *
 * @example
 * ```ts
 * const { status, error } = readContext(description.latestExecutionContext)
 * ```
 */
export function readContext(text: string | undefined): ExecutionContext {
  try {
    const { reyield, status, error } = JSON.parse(text ?? '{}') as ExecutionContext & { reyield?: number }
    if (reyield !== format) return {}
    return { status, error: error && { ...error, code: presentName(error.code) } }
  } catch {
    return {}
  }
}
