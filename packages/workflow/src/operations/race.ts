import { mark } from '../stacks/marks.ts'
import { EmptyCompositeError } from '../errors/definition.ts'
import { operation, type Operation } from '../operation.ts'
import {
  branchList,
  type Branch,
  type BranchList,
  type BranchResult,
  type BudgetOptions,
} from './branches.ts'

/** The operation that `race` returns. */
export interface RaceOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'race'
}

/** The result of a race over a record: a union that `winner` discriminates. */
export type Winner<B extends Readonly<Record<string, Branch>>> = {
  [Key in keyof B & string]: { readonly winner: Key; readonly value: BranchResult<B[Key]> }
}[keyof B & string]

/**
 * Runs branches side by side until the first one settles, then ends the others. It returns the result of that branch or throws its
 * error, like `Promise.race`. For a record it returns `{ winner, value }`.
 *
 * @throws EmptyCompositeError (COMPOSITE_EMPTY); TypeError if a branch is neither an operation nor a generator; at its `yield*`
 * the error of the branch that settled first, and HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
 * @example
 * ```ts
 * const answer = yield* race({ paid: awaitPayment(order), late: sleep('2 days') })
 * if (answer.winner === 'late') yield* cancelOrder(order)
 * ```
 */
export function race<const B extends readonly Branch[]>(
  branches: B,
  options?: BudgetOptions,
): RaceOperation<BranchResult<B[number]>>
export function race<const B extends Readonly<Record<string, Branch>>>(
  branches: B,
  options?: BudgetOptions,
): RaceOperation<Winner<B>>
export function race(
  branches: readonly Branch[] | Readonly<Record<string, Branch>>,
  options: BudgetOptions = {},
): RaceOperation<unknown> {
  const list = branchList('race', branches, options)
  if (list.branches.length === 0) throw new EmptyCompositeError('race')
  return operation<unknown, BranchList & { kind: 'race' }>({ kind: 'race', ...list })
}

mark('call', race)
