/** What stands in SWF's execution context: what the workflow says of itself, and why it can't be decided. */
export interface ExecutionContext {
  /** As the serializer and the pipeline wrote it. */
  readonly status?: string | undefined
  readonly error?: { readonly code: string; readonly message: string } | undefined
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
    return reyield === format ? { status, error } : {}
  } catch {
    return {}
  }
}
