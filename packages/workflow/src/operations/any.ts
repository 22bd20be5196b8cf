import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type BranchList,
  type BranchResult,
  type Branches,
  type BudgetOptions,
} from './branches.ts'

/** Branches of which one must succeed, as data. */
export interface AnyOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'any'
}

/**
 * The first result of branches that run side by side, as `Promise.any`; the others are ended. When all fail, an
 * AggregateError with their errors in branch order is thrown (also for no branches at all).
 *
 * @throws TypeError for what is neither an operation nor a generator; into the workflow: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
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
