import { describeType } from '@reyield/workflow/internal'
import { InvalidOptionError } from '../errors/invalid-option.ts'

/**
 * A function around something that Reyield does. It gets what is about to happen, and `next`, which makes it happen. It may do something
 * before and after that, and pass changed data on.
 *
 * @example
 * ```ts
 * const timed: Interceptor<ClientCall> = async (call, next) => {
 *   const begin = performance.now()
 *   try {
 *     return await next(call)
 *   } finally {
 *     console.log(`${call.call} took ${performance.now() - begin} ms`)
 *   }
 * }
 * ```
 */
export type Interceptor<Context, Result = unknown> = (
  context: Context,
  next: (context: Context) => Promise<Result>,
) => Promise<Result>

/** Runs `last` within interceptors, of which the first is the outermost. */
export function within<Context, Result>(
  interceptors: readonly Interceptor<Context, Result>[],
  last: (context: Context) => Promise<Result>,
): (context: Context) => Promise<Result> {
  return interceptors.reduceRight<(context: Context) => Promise<Result>>(
    (next, one) => async context => one(context, next),
    last,
  )
}

/**
 * Returns the members of one name of the interceptors of an option: those of one object, or of a list of them.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 */
export function interceptorsOf<Given extends object, Name extends keyof Given & string>(
  given: Given | readonly Given[] | undefined,
  name: Name,
): NonNullable<Given[Name]>[] {
  const list =
    given === undefined ? [] : Array.isArray(given) ? (given as readonly Given[]) : [given as Given]
  return list.flatMap(one => {
    const member: unknown = typeof one === 'object' && one !== null ? one[name] : one
    if (member === undefined) return []
    if (typeof member === 'function') return [member as unknown as NonNullable<Given[Name]>]
    throw new InvalidOptionError(
      `The interceptor ${name}`,
      describeType(member),
      'objects of functions, as in interceptors: { client: (call, next) => next(call) }',
    )
  })
}
