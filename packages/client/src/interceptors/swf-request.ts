import { swfMethods, type CallOptions, type Swf, type SwfMethod, type TryListener } from '../port/swf.ts'
import { within, type Interceptor } from './interceptor.ts'

/** A request to SWF, with all its tries. */
export interface SwfRequest {
  /** The method of the port: `startWorkflowExecution`, `pollForDecisionTask`, … */
  readonly action: SwfMethod
  /** The input of the action. It may contain payloads, encoded by the pipeline. */
  readonly input: Readonly<Record<string, unknown>>
  /** Calls a listener for each try that has failed and is repeated, if the port is wrapped in `retrying`. What it throws is ignored. */
  onFailedTry(this: void, listener: (error: Error) => void): void
}

/**
 * A function around each request to SWF. `next` sends the request, and repeats it as the port does. What the interceptor returns or throws is
 * what the client or the worker gets as SWF's response, so it must be the response of `next`, or an error.
 *
 * @example
 * ```ts
 * const audited: RequestInterceptor = (request, next) => {
 *   if (request.action === 'terminateWorkflowExecution') console.log('terminates', request.input.workflowId)
 *   return next(request)
 * }
 * ```
 */
export type RequestInterceptor = Interceptor<SwfRequest>

/** Wraps a port, so that its requests are made within interceptors. Without interceptors, returns the port itself. */
export function interceptedSwf(swf: Swf, interceptors: readonly RequestInterceptor[]): Swf {
  if (interceptors.length === 0) return swf
  const intercepted = (action: SwfMethod) => {
    const call = swf[action] as (input: unknown, options: CallOptions) => Promise<unknown>
    return (input: Readonly<Record<string, unknown>>, options: CallOptions = {}) => {
      const tries = new Tries(options.tries)
      const send = within(interceptors, request => call(request.input, { ...options, tries }))
      return send({ action, input, onFailedTry: listener => void tries.listeners.push(listener) })
    }
  }
  const methods = swfMethods.map(action => [action, intercepted(action)])
  return { ...swf, ...(Object.fromEntries(methods) as unknown as Swf) }
}

/** Passes the tries of a request on to the listener of its caller, and to those of the interceptors. */
class Tries implements TryListener {
  readonly listeners: ((error: Error) => void)[] = []
  readonly #caller: TryListener | undefined

  constructor(caller: TryListener | undefined) {
    this.#caller = caller
  }

  started(): void {
    this.#caller?.started()
  }

  failed(error: Error): void {
    this.#caller?.failed(error)
    for (const listener of this.listeners) {
      try {
        listener(error)
      } catch {
        // as what a TryListener throws, it's ignored
      }
    }
  }
}
