const brand = Symbol.for('reyield.ended')

/**
 * The token that ends a branch, for instance one that has lost a race (rule C3). The engine throws it at the operation at which the
 * branch waits, so that `finally` blocks run. It is no Error, and a `catch` should throw it on. Every further `yield*` in the
 * branch throws it again (C5).
 */
export interface Ended {
  readonly [brand]: true
}

/** The token itself. Only the engine throws it. */
export const ended: Ended = Object.freeze({ [brand]: true as const, toString: () => 'this branch has ended' })

/**
 * Whether what a `catch` caught is the token that ends a branch, and not an error. Never throws.
 *
 * @example
 * ```ts
 * try {
 *   yield* charge(order)
 * } catch (error) {
 *   if (isEnded(error)) throw error
 *   yield* apologize(order)
 * }
 * ```
 */
export function isEnded(value: unknown): value is Ended {
  try {
    return typeof value === 'object' && value !== null && brand in value
  } catch {
    return false // a proxy whose traps throw
  }
}
