import { presentName } from '@reyield/workflow/internal'
import { identityPipeline, type PayloadPipeline } from '../pipeline/pipeline.ts'

/** What stands in SWF's execution context: what the workflow says of itself, and why it can't be decided. */
export interface ExecutionContext {
  /** As the serializer and the pipeline wrote it. */
  readonly status?: string | undefined
  readonly error?: ContextError | undefined
}

/** Why an execution can't be decided. */
export interface ContextError {
  readonly code: string
  /** Where a pipeline encodes the message, this says so, and `encoded` is the message. */
  readonly message: string
  readonly encoded?: string | undefined
}

/** What a reader without the pipeline sees. */
const encodedElsewhere =
  'The message is encoded by the payload pipeline: read it with a client that has the same pipeline'

/**
 * An error for the execution context, its message encoded.
 *
 * @example
 * ```ts
 * writeContext({ error: await encodedError({ code: 'WORKFLOW_STUCK', message }, pipeline) })
 * ```
 */
export async function encodedError(
  { code, message }: ContextError,
  pipeline: PayloadPipeline,
): Promise<ContextError> {
  if (pipeline === identityPipeline) return { code, message }
  try {
    return { code, message: encodedElsewhere, encoded: await pipeline.encode(message) }
  } catch {
    return { code, message: 'The payload pipeline failed when it was to encode the message' } // it may be why the execution waits
  }
}

/**
 * The error of an execution context as it was written; what the pipeline can't decode stays as it is.
 *
 * @example
 * ```ts
 * const held = await decodedError(readContext(latestExecutionContext).error, pipeline)
 * ```
 */
export async function decodedError(
  error: ContextError | undefined,
  pipeline: PayloadPipeline,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  if (error === undefined) return undefined
  const { code, message, encoded } = error
  if (encoded === undefined || pipeline === identityPipeline) return { code, message }
  try {
    return { code, message: await pipeline.decode(encoded) }
  } catch {
    return { code, message }
  }
}

/** Number of the format; it stands in histories. */
const format = 1

/**
 * An execution context in one string.
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
 * Reads what `writeContext` wrote; empty for what another decider wrote.
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
