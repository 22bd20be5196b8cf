import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult } from './branches.ts'

/** A branch that is neither ended nor canceled, as data. */
export interface ShieldOperation<T> extends Operation<T> {
  readonly kind: 'shield'
  readonly branches: readonly [Branch]
}

/**
 * Runs something to its end whatever happens around it: what stands in a shield is neither ended with a branch that has
 * lost, nor does a cancel request reach it. The place for clean-up that has to wait: in a branch that has ended, only
 * operations in a shield are done. A cancel request that comes meanwhile is thrown at the next operation behind it.
 *
 * @throws TypeError for what is neither an operation nor a generator
 * @example
 * ```ts
 * try {
 *   yield* work(lease)
 * } finally {
 *   yield* shield(release(lease))
 * }
 * ```
 */
export function shield<const B extends Branch>(branch: B): ShieldOperation<BranchResult<B>> {
  return operation<BranchResult<B>, { kind: 'shield'; branches: readonly [Branch] }>({
    kind: 'shield',
    branches: Object.freeze([asBranch(branch, 'shield(…)')] as const),
  })
}

mark('call', shield)
