import pRetry from 'p-retry'
import { InvalidOptionError } from '../errors/invalid-option.ts'
import { UnreachableEndpointError } from '../errors/unreachable-endpoint.ts'
import { swfMethods, type CallOptions, type Swf } from './swf.ts'
import { realTimers, type Timers } from './timers.ts'

/** How a port is retried. */
export interface RetryingOptions {
  /** For waiting; default the process's clock. */
  readonly timers?: Timers
  /** How long the first call may fail to reach SWF before ENDPOINT_UNREACHABLE, in milliseconds. Default 5,000. */
  readonly giveUpAfter?: number
  /** The longest wait between two tries, in milliseconds. Default 30,000. */
  readonly longestWait?: number
  /** Called for every failed try that will be repeated. What it throws, or rejects with, is ignored. */
  readonly onRetry?: (method: string, error: Error, attempt: number) => unknown
}

/**
 * The port with retries (p-retry): throttling, faults of the server and of the network are tried again, with waits
 * that double from 50 ms to 30 s, each shortened by chance by up to a half. SWF's refusals of a request are not.
 *
 * Until the port has had one answer, a call that can't reach SWF is given up after 5 s with ENDPOINT_UNREACHABLE; after that it is
 * tried for ever, or until its signal is aborted. A request whose answer was lost may have had its effect: then the second try
 * of StartWorkflowExecution is refused as WorkflowExecutionAlreadyStartedFault (`client.start` recognizes its own execution),
 * that of a Respond… as UnknownResourceFault.
 *
 * @throws InvalidOptionError (OPTION_INVALID) here; from calls UnreachableEndpointError (ENDPOINT_UNREACHABLE), and SWF's faults as they are
 * @example
 * ```ts
 * const swf = retrying(awsSwf({ endpoint: 'http://127.0.0.1:4577' }))
 * ```
 */
export function retrying(swf: Swf & { readonly endpoint?: string }, options: RetryingOptions = {}): Swf {
  const { timers = realTimers, onRetry } = options
  const giveUpAfter = checked(options.giveUpAfter ?? 5000, 'giveUpAfter of retrying(…)')
  const longestWait = checked(options.longestWait ?? 30_000, 'longestWait of retrying(…)')
  let answered = false

  const retried =
    (method: (typeof swfMethods)[number]) =>
    async (input: never, callOptions: CallOptions = {}) => {
      const { tries, ...portOptions } = callOptions
      const { abortSignal, retrySignal } = portOptions
      const isOver = () => abortSignal?.aborted === true || retrySignal?.aborted === true
      const begun = timers.now()
      let lost = false
      const call = swf[method] as (input: never, options: CallOptions) => Promise<unknown>
      try {
        const once = () => {
          tell(() => tries?.begins())
          return call(input, portOptions)
        }
        const output = await pRetry(once, {
          retries: Infinity,
          minTimeout: 0,
          factor: 1,
          shouldRetry: ({ error }) =>
            isPassing(error) &&
            !isOver() &&
            (answered || hasAnswered(error) || timers.now() - begun < giveUpAfter),
          onFailedAttempt: async ({ error, attemptNumber }) => {
            if (hasAnswered(error)) answered = true
            if (!isPassing(error) || isOver()) return
            lost ||= !throttles.has(error.name)
            tell(() => onRetry?.(method, error, attemptNumber))
            tell(() => tries?.failed(error))
            const wait = Math.min(50 * 2 ** (attemptNumber - 1), longestWait)
            const left = answered ? wait : Math.max(0, begun + giveUpAfter - timers.now())
            const signals = [abortSignal, retrySignal].filter(signal => signal !== undefined)
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

  const wrapped = Object.fromEntries(swfMethods.map(method => [method, retried(method)])) as unknown as Swf
  return {
    ...wrapped,
    ...(swf.abortablePolls === undefined ? {} : { abortablePolls: swf.abortablePolls }),
    ...(swf.closed === undefined ? {} : { closed: swf.closed.bind(swf) }),
  }
}

/** Errors of calls of which an earlier try got no answer, or one that leaves open whether SWF did it. */
const afterLoss = new WeakSet<object>()

/**
 * Whether an earlier try of the call may have had its effect: a try of `retrying` whose answer was lost, or one that the AWS
 * SDK repeated by itself.
 */
export function mayHaveHappened(error: unknown): boolean {
  return isObject(error) && (afterLoss.has(error) || ((error as Refused).$metadata?.attempts ?? 1) > 1)
}

const isObject = (error: unknown): error is object => typeof error === 'object' && error !== null

/** Milliseconds of an option: Infinity is none that one can compute with. */
function checked(value: number, option: string): number {
  if (Number.isFinite(value) && value >= 0) return value
  throw new InvalidOptionError(option, value, 'milliseconds as a number of 0 or more')
}

/** Calls a function of a user, whose errors must not cost the next try. */
function tell(call: () => unknown): void {
  try {
    void Promise.resolve(call()).catch(() => undefined)
  } catch {
    // it's for looking on
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

/** SWF, or something in between, has sent an answer. */
const hasAnswered = (error: unknown): boolean => (error as Refused).$metadata?.httpStatusCode !== undefined

/** Worth another try: throttling, a fault of the server, no answer at all. */
const isPassing = (error: unknown): boolean => throttles.has((error as Refused).name) || isOutage(error)

/**
 * Whether a call failed because SWF can't be reached or has a fault of its own (HTTP 500 and above), not because of the request.
 * Throttling isn't one: SWF has answered.
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
  if (status !== undefined) return status >= 500
  return $fault !== 'client' && !programmingErrors.has(name) && name !== 'AbortError'
}

/** What never goes away by waiting: a wrong argument, no credentials, no region. */
const programmingErrors = new Set(['TypeError', 'CredentialsProviderError', 'RangeError', 'SyntaxError'])
