import {
  awsSwf,
  isOutage,
  retrying,
  swfMethods,
  UnreachableEndpointError,
  type CallOptions,
  type Swf,
  type SwfMethod,
} from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import type { Settings } from '../config/settings.ts'
import { isThrottling } from '@reyield/workflow/internal'
import { RetriesExhaustedError } from '../errors/retries-exhausted.ts'
import type { StatusLine } from '../output/status-line.ts'

/** How long an endpoint that has never responded is called, in milliseconds. */
const untilUnreachable = 5000

/** Two ports over the same connections. Their calls are retried for a limited time. */
interface Connection {
  /** Its calls end at Ctrl-C. */
  readonly swf: Swf
  /** At Ctrl-C, a try of a call that is under way goes on, so that its outcome is known. No other begins. */
  readonly finishing: Swf
  close(): void
}

/** Opens the ports to SWF. */
export function openConnection(
  { endpoint, region, retryFor }: Settings,
  interrupted: AbortSignal,
  status: StatusLine,
): Connection {
  const port = awsSwf({
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
  })
  const swf = retrying(port, {
    timeout: Math.min(untilUnreachable, retryFor),
    maximumInterval: '5s',
    onRetry: (method, error) => status.show(`${port.endpoint}: ${error.name}, trying ${method} again`),
  })
  const limited = (atCtrlC: 'abortSignal' | 'retrySignal'): Swf => {
    const calls = swfMethods.map(method => {
      const call = swf[method] as (input: never, options: CallOptions) => Promise<unknown>
      return [method, limit(call, method, atCtrlC)]
    })
    return { ...swf, ...(Object.fromEntries(calls) as object) }
  }
  return { swf: limited('abortSignal'), finishing: limited('retrySignal'), close: () => port.close() }

  function limit(
    call: (input: never, options: CallOptions) => Promise<unknown>,
    method: SwfMethod,
    atCtrlC: 'abortSignal' | 'retrySignal',
  ) {
    return async (input: never, options: CallOptions = {}) => {
      const over = AbortSignal.timeout(retryFor)
      let failed: Error | undefined
      try {
        return await call(input, {
          ...options,
          ...(atCtrlC === 'abortSignal'
            ? {
                abortSignal: either(options.abortSignal, interrupted),
                retrySignal: either(options.retrySignal, over),
              }
            : { retrySignal: AbortSignal.any([either(options.retrySignal, over), interrupted]) }),
          tries: {
            started: () => options.tries?.started(),
            failed: error => {
              failed = error
              options.tries?.failed(error)
            },
          },
        })
      } catch (error) {
        const cause = error === over.reason ? failed : error
        if (!over.aborted || interrupted.aborted || isReyieldError(cause)) throw error
        if (isOutage(cause) && !('$metadata' in (cause as Error))) {
          throw new UnreachableEndpointError(port.endpoint, cause)
        }
        if (isOutage(cause) || isThrottling(cause)) {
          throw new RetriesExhaustedError(method, retryFor, cause as Error)
        }
        throw error
      }
    }
  }
}

const either = (one: AbortSignal | undefined, other: AbortSignal): AbortSignal =>
  one === undefined ? other : AbortSignal.any([one, other])
