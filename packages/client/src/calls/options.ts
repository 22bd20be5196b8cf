import { milliseconds, type Duration } from '@reyield/workflow'
import { mark } from '@reyield/workflow/internal'
import { CallTimedOutError } from '../errors/call-timed-out.ts'
import type { CallOptions } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/**
 * The options of every call of a client and of a handle.
 *
 * @example
 * ```ts
 * const receipt = await handle.result({ timeout: '1m', abortSignal: request.signal })
 * ```
 */
export interface ClientCallOptions extends CallOptions {
  /**
   * The longest time the call may take, including its waits and retries. Then it throws CallTimedOutError (CALL_TIMED_OUT). For
   * `list` and `historyPages` it's the time for each page. Default: no limit.
   */
  readonly timeout?: Duration
}

/** Whether a call that timed out may have changed something. */
type Effect = 'reads' | 'writes'

/**
 * Runs a call until it settles, its signal is aborted, or its timeout passes. This works also for bindings that ignore signals.
 * Error messages call the call `what`.
 */
export async function bounded<T>(
  { timeout, ...options }: ClientCallOptions,
  timers: Timers,
  what: string,
  effect: Effect,
  run: (options: CallOptions) => Promise<T>,
): Promise<T> {
  const { abortSignal } = options
  const limit = timeout === undefined ? undefined : milliseconds(timeout, `The timeout of ${what}`)
  abortSignal?.throwIfAborted()
  if (limit === undefined && abortSignal === undefined) return await run(options)
  const over = new AbortController()
  const settled = new AbortController()
  const given = abortSignal === undefined ? over.signal : AbortSignal.any([abortSignal, over.signal])
  if (limit !== undefined) {
    timers.sleep(limit, { signal: settled.signal }).then(
      () => over.abort(new CallTimedOutError(what, limit, effect === 'writes')),
      () => undefined, // the call has settled
    )
  }
  try {
    return await Promise.race([run({ ...options, abortSignal: given }), aborted(given, settled.signal)])
  } catch (error) {
    throw given.aborted ? given.reason : error
  } finally {
    settled.abort()
  }
}
mark('call', bounded)

/** Rejects when the first signal is aborted. The second signal removes the listener. */
function aborted(signal: AbortSignal, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: settled })
  })
}
