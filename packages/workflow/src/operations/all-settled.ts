import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResult,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** Branches that may fail, as data. */
export interface AllSettledOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'allSettled'
}

/** The outcomes of branches, in the shape in which they were given. */
export type BranchOutcomes<B> = { -readonly [Key in keyof B]: PromiseSettledResult<BranchResult<B[Key]>> }

/**
 * Runs branches side by side and gives how each ended, as `Promise.allSettled`, over an array or a record.
 *
 * @throws TypeError for what is neither an operation nor a generator; into the workflow: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
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
