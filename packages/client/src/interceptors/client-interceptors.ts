import type { ClientInterceptor, Intercepted } from './client-call.ts'
import { interceptorsOf, within, type Interceptor } from './interceptor.ts'
import type { RequestInterceptor } from './swf-request.ts'

/**
 * Functions around what a client does. All are optional.
 *
 * @example
 * ```ts
 * const interceptors: ClientInterceptors = {
 *   async client(call, next) {
 *     console.log(call.call)
 *     return await next(call)
 *   },
 * }
 * const client = connect({ domain: 'shop', interceptors })
 * ```
 */
export interface ClientInterceptors {
  /** Around the calls of a client and its handles. */
  readonly client?: ClientInterceptor
  /** Around each request to SWF. */
  readonly request?: RequestInterceptor
}

/** Interceptors, or a list of them. The first of a list is the outermost: it's called first and sees the result last. */
export type OneOrMore<Interceptors> = Interceptors | readonly Interceptors[]

/** Returns the function that makes a client's calls within its interceptors. */
export function interceptedBy(given: OneOrMore<ClientInterceptors> | undefined): Intercepted {
  const interceptors = interceptorsOf(given, 'client')
  if (interceptors.length === 0) return (call, make) => make(call)
  return (call, make) =>
    within(interceptors as unknown as Interceptor<typeof call, never>[], make as never)(call)
}
