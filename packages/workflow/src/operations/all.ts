import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResults,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** The operation that `all` returns. */
export interface AllOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'all'
}

/**
 * Runs an array or a record of branches side by side and returns all results, like `Promise.all`. If a branch fails, the other
 * branches are ended. The error is thrown when their clean-up is done.
 *
 * @throws TypeError if a branch is neither an operation nor a generator; at its `yield*` the error of the branch that failed
 * first, and HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
 * @example
 * ```ts
 * const [a, b] = yield* all([charge(order), reserve(order)])
 * const { stock, price } = yield* all({ stock: count(item), price: quote(item) })
 * ```
 */
export function all<const B extends Branches>(
  branches: B,
  options: BudgetOptions = {},
): AllOperation<BranchResults<B>> {
  return operation<BranchResults<B>, BranchList & { kind: 'all' }>({
    kind: 'all',
    ...branchList('all', branches, options),
  })
}

mark('call', all)
