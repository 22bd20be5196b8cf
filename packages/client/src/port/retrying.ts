import pRetry from 'p-retry'
import { milliseconds, type Duration } from '@reyield/workflow'
import { UnreachableEndpointError } from '../errors/unreachable-endpoint.ts'
import { sharedRates } from './shared-rates.ts'
import { isPoll, swfMethods, type CallOptions, type Swf, type SwfMethod } from './swf.ts'
import { realTimers, type Timers } from './timers.ts'

/**
 * The options of `retrying`.
 *
 * @example
 * ```ts
 * const swf = retrying(awsSwf(), {
 *   maximumInterval: '10s',
 *   onRetry: (method, error, attempt) => console.warn(`${method} failed (${attempt}): ${error.message}`),
 * })
 * ```
 */
export interface RetryingOptions {
  /** The clock for waits. Default: the clock of the process. */
  readonly timers?: Timers
  /**
   * How long a call is retried while SWF has never responded to this port. Then it throws ENDPOINT_UNREACHABLE. Once SWF has
   * responded, calls are retried without limit. Default 5 seconds.
   */
  readonly timeout?: Duration
  /** The longest wait between two tries. Default 30 seconds. */
  readonly maximumInterval?: Duration
  /** Called for every failed try that will be repeated, with the number of the try from 1. Its errors are ignored. */
  readonly onRetry?: (method: string, error: Error, attempt: number) => unknown
}

/**
 * Wraps a port so that its calls are retried after throttling, server errors and network errors. Waits double from 50 ms to 30 s,
 * each shortened at random by up to a half. Other SWF errors are thrown at once.
 *
 * If SWF throttles many calls of an action, the port limits how often it tries them, to the rate that SWF accepts. All ports of a process
 * share these limits if they have the same endpoint and the same `credentials` option. See docs/guide/scaling.md.
 *
 * If SWF has never responded, a call throws ENDPOINT_UNREACHABLE after 5 seconds. Once SWF has responded, calls are retried until
 * they succeed or their signal is aborted. A request whose response was lost may have been carried out. SWF then answers the
 * second try of StartWorkflowExecution with WorkflowExecutionAlreadyStartedFault (`client.start` recognizes its own execution),
 * and that of a Respond action with UnknownResourceFault.
 *
 * @throws InvalidDurationError (DURATION_INVALID); its calls throw UnreachableEndpointError (ENDPOINT_UNREACHABLE) and SWF errors
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * ```
 */
export function retrying(
  swf: Swf & { readonly endpoint?: string; readonly account?: unknown },
  options: RetryingOptions = {},
): Swf {
  const { timers = realTimers, onRetry } = options
  const timeout = milliseconds(options.timeout ?? '5s', 'timeout of retrying(…)')
  const longestWait = milliseconds(options.maximumInterval ?? '30s', 'maximumInterval of retrying(…)')
  let answered = false

  const rates = sharedRates(swf, timers)
  const retried = (method: SwfMethod) => {
    const rate = rates(method)
    return async (input: never, callOptions: CallOptions = {}) => {
      const { tries, urgent = false, ...portOptions } = callOptions
      const { abortSignal, retrySignal } = portOptions
      const signals = [abortSignal, retrySignal].filter(signal => signal !== undefined)
      const isOver = () => abortSignal?.aborted === true || retrySignal?.aborted === true
      const begun = timers.now()
      let lost = false
      const call = swf[method] as (input: never, options: CallOptions) => Promise<unknown>
      try {
        const once = async (attempt: number) => {
          const turn = await rate.turn(signals, urgent).catch((error: unknown) => {
            // when a worker stops, polls that haven't begun are given up, but each response is sent once
            if (attempt > 1 || isPoll(method) || abortSignal?.aborted === true) throw error
            return undefined
          })
          notify(() => tries?.started())
          try {
            const output = await call(input, portOptions)
            rate.accepted()
            return output
          } catch (error) {
            if (isThrottled(error)) rate.refused(turn)
            else if (hasAnswered(error)) rate.accepted()
            throw error
          }
        }
        const output = await pRetry(once, {
          retries: Infinity,
          minTimeout: 0,
          factor: 1,
          shouldRetry: ({ error }) =>
            isPassing(error) &&
            !isOver() &&
            (answered || hasAnswered(error) || timers.now() - begun < timeout),
          onFailedAttempt: async ({ error, attemptNumber }) => {
            if (hasAnswered(error)) answered = true
            if (!isPassing(error) || isOver()) return
            lost ||= !isThrottled(error)
            notify(() => onRetry?.(method, error, attemptNumber))
            notify(() => tries?.failed(error))
            const wait = Math.min(50 * 2 ** (attemptNumber - 1), longestWait)
            const left = answered ? wait : Math.max(0, begun + timeout - timers.now())
            await timers.sleep(Math.min(wait * (0.5 + Math.random() / 2), left), {
              signal: AbortSignal.any(signals),
            })
          },
        })
        answered = true
        return output
      } catch (error) {
        if (lost && isObject(error)) afterLoss.add(error)
        if (!answered && isPassing(error) && !hasAnswered(error) && !isOver()) {
          throw new UnreachableEndpointError(swf.endpoint ?? 'its endpoint', error)
        }
        throw error
      }
    }
  }

  const wrapped = Object.fromEntries(swfMethods.map(method => [method, retried(method)])) as unknown as Swf
  return {
    ...wrapped,
    ...(swf.abortablePolls === undefined ? {} : { abortablePolls: swf.abortablePolls }),
    ...(swf.historyReads === undefined ? {} : { historyReads: swf.historyReads }),
    ...(swf.closed === undefined ? {} : { closed: swf.closed.bind(swf) }),
  }
}

/** Errors of calls of which an earlier try got no response, or a server error. SWF may have carried out such a try. */
const afterLoss = new WeakSet<object>()

/**
 * Whether SWF may have carried out an earlier try of a failed call: a try of `retrying` whose response was lost, or one that the
 * AWS SDK has repeated.
 */
export function mayHaveHappened(error: unknown): boolean {
  return isObject(error) && (afterLoss.has(error) || ((error as Refused).$metadata?.attempts ?? 1) > 1)
}

const isObject = (error: unknown): error is object => typeof error === 'object' && error !== null

/** Calls a listener. Its errors mustn't prevent the next try. */
function notify(call: () => unknown): void {
  try {
    void Promise.resolve(call()).catch(() => undefined)
  } catch {
    // ignored, as an error of a rejected promise is
  }
}

interface Refused {
  readonly name: string
  readonly $fault?: 'client' | 'server'
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number }
}

const throttles = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
])

/** Whether SWF, or a proxy before it, has sent a response. */
const hasAnswered = (error: unknown): boolean =>
  (error as Partial<Refused> | undefined)?.$metadata?.httpStatusCode !== undefined

const isThrottled = (error: unknown): boolean =>
  throttles.has((error as Partial<Refused> | undefined)?.name ?? '')

/** Whether another try may succeed: after throttling, a server error, or no response at all. */
export const isPassing = (error: unknown): boolean => isThrottled(error) || isOutage(error)

/**
 * Whether a call failed because SWF can't be reached or has failed itself (HTTP 500 and above), and not because of the request.
 * It's false for throttling, because SWF has then responded.
 *
 * @example
 * ```ts
 * const swf = retrying(awsSwf(), { onRetry: (_, error) => metrics.count(isOutage(error) ? 'outage' : 'throttled') })
 * ```
 */
export function isOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false
  const { name, $fault, $metadata } = error as Refused
  if (throttles.has(name)) return false
  const status = $metadata?.httpStatusCode
  // an error despite a successful status means that the response was cut in the middle
  if (status !== undefined && status >= 300) return status >= 500
  return $fault !== 'client' && !programmingErrors.has(name) && name !== 'AbortError'
}

/** Errors that no other try would change: wrong arguments, no credentials, no region. */
const programmingErrors = new Set(['TypeError', 'CredentialsProviderError', 'RangeError', 'SyntaxError'])
