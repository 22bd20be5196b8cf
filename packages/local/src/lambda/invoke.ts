import { LocalSwfError } from '../errors.ts'
import type { LambdaInvocation, LambdaOutcome } from '../machine/lambda-invocations.ts'

/**
 * A Lambda function in this process. Input and result are strings. An error that it throws is recorded as LambdaFunctionFailed.
 */
export type LambdaHandler = (input: string | undefined) => Promise<string | undefined> | string | undefined

/**
 * The Lambda functions that ScheduleLambdaFunction decisions can invoke.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({
 *   lambda: { double: input => String(2 * Number(input)) },
 *   lambdaEndpoint: 'http://127.0.0.1:3001', // of `sam local start-lambda`, for all other functions
 * })
 * ```
 */
export interface LambdaOptions {
  /** Functions in this process, by name. Default: none. */
  readonly lambda?: Readonly<Record<string, LambdaHandler>>
  /**
   * The URL of a server with Lambda's Invoke API, for all other functions; for instance that of `sam local start-lambda`.
   * Default: none, so other functions fail with ResourceNotFoundException.
   */
  readonly lambdaEndpoint?: string
}

/** Invokes a function once. Rejects only if the signal is aborted. */
export type Invoke = (invocation: LambdaInvocation, signal: AbortSignal) => Promise<LambdaOutcome>

/** @throws LocalSwfError OPTION_INVALID */
export function lambdaInvoker({ lambda = {}, lambdaEndpoint }: LambdaOptions): Invoke {
  if (lambdaEndpoint !== undefined && !/^https?:\/\/[^/]/.test(lambdaEndpoint)) {
    const got = `lambdaEndpoint is '${lambdaEndpoint}'`
    throw new LocalSwfError('OPTION_INVALID', `${got}: expected a URL such as http://127.0.0.1:3001`)
  }
  return async (invocation, signal) => {
    const { name, input } = invocation
    if (Object.hasOwn(lambda, name)) return inRange(await call(lambda[name]!, input))
    if (lambdaEndpoint !== undefined) return inRange(await post(lambdaEndpoint, invocation, signal))
    return { reason: 'ResourceNotFoundException', details: `Function not found: ${name}` }
  }
}

async function call(handler: LambdaHandler, input: string | undefined): Promise<LambdaOutcome> {
  try {
    const result: unknown = await handler(input)
    if (result === undefined || typeof result === 'string') return { result }
    throw new TypeError(
      `The function returned a value of type ${typeof result}: expected a string, or nothing`,
    )
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error))
    return { reason: 'Unhandled', details: JSON.stringify({ errorType: name, errorMessage: message }) }
  }
}

/** AWS Lambda API reference, Invoke: if the function fails, the response has status 200 and a header X-Amz-Function-Error. */
async function post(
  endpoint: string,
  { name, input }: LambdaInvocation,
  signal: AbortSignal,
): Promise<LambdaOutcome> {
  const url = `${endpoint.replace(/\/+$/, '')}/2015-03-31/functions/${encodeURIComponent(name)}/invocations`
  try {
    const headers = { 'Content-Type': 'application/json', 'X-Amz-Invocation-Type': 'RequestResponse' }
    const response = await fetch(url, { method: 'POST', headers, body: input ?? '', signal })
    const text = await response.text()
    const functionError = response.headers.get('X-Amz-Function-Error')
    if (functionError !== null) return { reason: functionError, details: text }
    if (response.ok) return { result: text === '' ? undefined : text }
    const [code] = (response.headers.get('X-Amzn-ErrorType') ?? `HTTP ${response.status}`).split(':')
    return { reason: code!, details: text }
  } catch (error) {
    signal.throwIfAborted()
    const { message, cause } = error as Error
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message
    return { reason: 'ServiceException', details: `${url}: ${why}` }
  }
}

/** The maximum length of a result or of details, and of a reason (API reference). */
const [maxData, maxReason] = [32_768, 256]

function inRange(outcome: LambdaOutcome): LambdaOutcome {
  if ('reason' in outcome) {
    const { reason, details } = outcome
    return { reason: reason.slice(0, maxReason), details: details?.slice(0, maxData) }
  }
  if ((outcome.result?.length ?? 0) <= maxData) return outcome
  return { reason: 'Unhandled', details: `The result has more than ${maxData} characters` }
}
