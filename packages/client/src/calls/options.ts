import { milliseconds, type Duration } from '@reyield/workflow'
import { mark } from '@reyield/workflow/internal'
import { CallTimedOutError } from '../errors/call-timed-out.ts'
import type { CallOptions } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/** What every call of a client and of a handle takes. */
export interface ClientCallOptions extends CallOptions {
  /**
   * How long the call may take, with its waits and retries; default: as long as it takes. After that it throws
   * CallTimedOutError (CALL_TIMED_OUT). Of what reads pages (`list`, `historyPages`) it is the time of each page.
   */
  readonly timeout?: Duration
}

/** What SWF may have done when a call is given up. */
type Effect = 'reads' | 'writes'

/**
 * Runs a call until it settles, its signal is aborted or its time is over, also over a binding that ignores signals.
 * `what` names it in the error.
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

/** Rejects when the first signal is aborted; the second one takes the listener away. */
function aborted(signal: AbortSignal, settled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: settled })
  })
}
