import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResults,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** Branches that must all succeed, as data. */
export interface AllOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'all'
}

/**
 * Runs branches side by side and gives all their results, as `Promise.all`, over an array or a record. The first failure
 * ends the other branches, waits for their clean-up, then is thrown.
 *
 * @throws TypeError for what is neither an operation nor a generator; into the workflow: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
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
