import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResult,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** The operation that `any` returns. */
export interface AnyOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'any'
}

/**
 * Runs branches side by side and returns the first result, like `Promise.any`. The other branches are ended. If all branches
 * fail, or there are none, an AggregateError with their errors in the order of the branches is thrown.
 *
 * @throws TypeError if a branch is neither an operation nor a generator; at its `yield*` AggregateError and
 * HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
 * @example
 * ```ts
 * const quote = yield* any([askHere(trip), askThere(trip)])
 * ```
 */
export function any<const B extends Branches>(
  branches: B,
  options: BudgetOptions = {},
): AnyOperation<BranchResult<B[keyof B & (B extends readonly unknown[] ? number : string)]>> {
  return operation<
    BranchResult<B[keyof B & (B extends readonly unknown[] ? number : string)]>,
    BranchList & { kind: 'any' }
  >({ kind: 'any', ...branchList('any', branches, options) })
}

mark('call', any)
