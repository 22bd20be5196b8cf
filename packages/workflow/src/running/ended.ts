const brand = Symbol.for('reyield.ended')

/**
 * What is thrown at the pending operation of a branch that has lost (rule C3). No Error and nothing to be handled: a
 * `catch` that sees it should let it pass. Every further `yield*` in the branch throws it again (C5).
 */
export interface Ended {
  readonly [brand]: true
}

/** The token itself. It's thrown by the engine only. */
export const ended: Ended = Object.freeze({ [brand]: true as const, toString: () => 'this branch has ended' })

/**
 * Tells the token of an ended branch from errors, for a `catch` that wants to look at all errors.
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
