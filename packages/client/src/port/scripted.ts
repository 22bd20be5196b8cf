import { swfMethods, type CallOptions, type Swf, type SwfMethod } from './swf.ts'

/** A call of a scripted port. */
export interface ScriptedCall {
  readonly method: SwfMethod
  readonly input: unknown
}

/** What a scripted port does at a call: return an output, throw an error, or call a function of the input. */
export type ScriptedAnswer = object | Error | ((input: never, options?: CallOptions) => unknown)

/**
 * Makes a port for tests. Each method answers with the next item of its script, and `calls` has the calls so far. When the script of
 * a method is used up, the method throws; polls wait until they are aborted.
 *
 * @example
 * ```ts
 * const { swf, calls } = scriptedSwf({ startWorkflowExecution: [{ runId: 'r' }] })
 * ```
 */
export function scriptedSwf(script: Partial<Record<SwfMethod, readonly ScriptedAnswer[]>>): {
  readonly swf: Swf
  readonly calls: ScriptedCall[]
} {
  const calls: ScriptedCall[] = []
  const left = new Map(Object.entries(script).map(([method, answers]) => [method, [...answers]]))
  const answer = (method: SwfMethod) => async (input: never, options?: CallOptions) => {
    calls.push({ method, input })
    const next = left.get(method)?.shift()
    if (next === undefined) {
      if (method.startsWith('poll')) return aborted(options?.abortSignal)
      throw new Error(`The script of ${method} has no more answers`)
    }
    if (next instanceof Error) throw next
    return typeof next === 'function'
      ? (next as (input: never, options?: CallOptions) => unknown)(input, options)
      : next
  }
  return {
    swf: Object.fromEntries(swfMethods.map(method => [method, answer(method)])) as unknown as Swf,
    calls,
  }
}

/**
 * Makes an SWF error as the AWS SDK throws it, for `scriptedSwf`. `httpStatusCode` is 400 by default.
 *
 * @example
 * ```ts
 * scriptedSwf({ describeDomain: [scriptedSwfError('UnknownResourceFault', 'Unknown domain: shop')] })
 * ```
 */
export function scriptedSwfError(name: string, message: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(message), {
    name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
  })
}

function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
