import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResult,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** The operation that `allSettled` returns. */
export interface AllSettledOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'allSettled'
}

/** The outcomes of branches, as an array or a record like that of the branches. */
export type BranchOutcomes<B> = { -readonly [Key in keyof B]: PromiseSettledResult<BranchResult<B[Key]>> }

/**
 * Runs an array or a record of branches side by side and returns the outcome of each, like `Promise.allSettled`.
 *
 * @throws TypeError if a branch is neither an operation nor a generator; at its `yield*` HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
 * @example
 * ```ts
 * const outcomes = yield* allSettled(orders.map(order => ship(order)))
 * const failed = outcomes.filter(outcome => outcome.status === 'rejected').length
 * ```
 */
export function allSettled<const B extends Branches>(
  branches: B,
  options: BudgetOptions = {},
): AllSettledOperation<BranchOutcomes<B>> {
  return operation<BranchOutcomes<B>, BranchList & { kind: 'allSettled' }>({
    kind: 'allSettled',
    ...branchList('allSettled', branches, options),
  })
}

mark('call', allSettled)
