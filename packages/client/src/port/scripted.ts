import { swfMethods, type CallOptions, type Swf, type SwfMethod } from './swf.ts'

/** A call that a scripted port has seen. */
export interface ScriptedCall {
  readonly method: SwfMethod
  readonly input: unknown
}

/** What a scripted port answers: an output, an error that is thrown, or a function of the input. */
export type ScriptedAnswer = object | Error | ((input: never, options?: CallOptions) => unknown)

/**
 * The port answering from a script, method by method and in order, and recording what it was asked; for tests. A method
 * whose script is used up rejects, a poll waits until it is aborted.
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
      throw new Error(`The script has no further answer for ${method}`)
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
 * A fault as the SDK throws it.
 *
 * @example
 * ```ts
 * scriptedSwf({ describeDomain: [scriptedFault('UnknownResourceFault', 'Unknown domain: shop')] })
 * ```
 */
export function scriptedFault(name: string, message: string, httpStatusCode = 400): Error {
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
