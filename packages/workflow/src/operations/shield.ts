import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult } from './branches.ts'

/** The operation that `shield` returns. */
export interface ShieldOperation<T> extends Operation<T> {
  readonly kind: 'shield'
  readonly branches: readonly [Branch]
}

/**
 * Runs a branch to its end, even if the branch around it is ended or a cancel request comes. Use it for clean-up that waits: in a
 * branch that was ended, only operations in a shield run. A cancel request that comes during a shield is thrown at the next
 * operation after it.
 *
 * @throws TypeError if the branch is neither an operation nor a generator; at its `yield*` the error of the branch
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
