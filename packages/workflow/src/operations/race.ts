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

/** Branches of which the first to settle counts, as data. */
export interface RaceOperation<T> extends Operation<T>, BranchList {
  readonly kind: 'race'
}

/** The winner of a race over a record: a union that `winner` discriminates. */
export type Winner<B extends Readonly<Record<string, Branch>>> = {
  [Key in keyof B & string]: { readonly winner: Key; readonly value: BranchResult<B[Key]> }
}[keyof B & string]

/**
 * The outcome of the branch that settles first, success or failure; the others are ended. Over an array as
 * `Promise.race`; over a record it gives `{ winner, value }`.
 *
 * @throws EmptyCompositeError (COMPOSITE_EMPTY); TypeError for what is neither an operation nor a generator; into
 * the workflow: HistoryBudgetExceededError (HISTORY_BUDGET_EXCEEDED)
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
