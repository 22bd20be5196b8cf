import { createHash } from 'node:crypto'

/** The ids of the trace of a run, and of the span that is the parent of all its spans. */
export interface RunTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string
  /** 16 hexadecimal digits. */
  readonly spanId: string
}

/**
 * Returns the trace of a run. Clients, deciders and activity workers compute it, so they agree on it without telling each other: the trace
 * id is the first 16 bytes of the SHA-256 hash of `reyield|<domain>|<run id>`, and the span id the next 8.
 *
 * @example
 * ```ts
 * const { traceId } = runTrace('shop', runId)
 * console.log(`https://tracing.example/trace/${traceId}`)
 * ```
 */
export function runTrace(domain: string, runId: string): RunTrace {
  const hash = createHash('sha256').update(`reyield|${domain}|${runId}`).digest('hex')
  return { traceId: hash.slice(0, 32), spanId: hash.slice(32, 48) }
}

/** Whether a trace is recorded, if that part of all traces is. Everybody who knows the trace id decides the same. */
export const isSampled = ({ traceId }: RunTrace, part: number): boolean =>
  Number.parseInt(traceId.slice(-12), 16) < part * 2 ** 48
