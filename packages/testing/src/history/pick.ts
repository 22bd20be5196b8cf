import { inspect, isDeepStrictEqual } from 'node:util'
import type { Recorder } from './recorder.ts'

/**
 * Chooses one of several open operations. Default: the oldest that fits the step.
 *
 * @example
 * ```ts
 * history(order).started(cart).completed(pack, 'box', { input: 'tea' }).completed(pack, 'box', { nth: 2 })
 * ```
 */
export interface OperationPick {
  /** The operation's id (activities, timers, Lambda functions) or its place in the workflow (others). */
  readonly id?: string
  /** Its number among the operations that fit, from 1. */
  readonly nth?: number
  /** Its decoded input. Timers and cancel requests have none. */
  readonly input?: unknown
}

/** The open operations of a kind, and functions that read one of them. */
export interface Candidates<T extends { readonly id: string }> {
  /** `activity`, `timer`, … */
  readonly noun: string
  /** What all of them have in common, such as their type: ` charge 1.0`. May be empty. */
  readonly type: string
  /** Oldest first. */
  readonly all: readonly T[]
  readonly input: (one: T) => unknown
  /** Why the step can't apply to this one. `undefined` if it can. */
  readonly unfit?: (one: T) => string | undefined
}

/** Whether a pick matches this id and input. `nth` isn't considered. */
export const isPicked = (pick: OperationPick, id: string, input: () => unknown): boolean =>
  (pick.id === undefined || id === pick.id) && (!('input' in pick) || isDeepStrictEqual(input(), pick.input))

/**
 * The operation that a pick chooses.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) with the list of what is open
 */
export function pickOpen<T extends { readonly id: string }>(
  recorder: Recorder,
  step: string,
  { noun, type, all, input, unfit = () => undefined }: Candidates<T>,
  pick: OperationPick,
): T {
  const meant = all.filter(one => isPicked(pick, one.id, () => input(one)))
  const fitting = meant.filter(one => unfit(one) === undefined)
  const found = fitting[(pick.nth ?? 1) - 1]
  if (found !== undefined) return found
  const [first] = meant
  if (first !== undefined && fitting.length === 0) {
    const error = pick.id === undefined ? 'impossible' : 'never' // an operation with this id is open, so no decision can create another one
    throw recorder[error](`${step} of '${first.id}'`, unfit(first)!)
  }
  if (isOnlyId(pick)) throw recorder.impossible(`${step} of '${pick.id}'`, `no open ${noun} has this id`)
  const how = Object.keys(pick).length === 0 ? '' : ` that fits ${inspect(pick, { breakLength: Infinity })}`
  throw recorder.impossible(step, `no ${noun}${type}${how} is open`)
}

const isOnlyId = (pick: OperationPick) => pick.id !== undefined && Object.keys(pick).length === 1

/** An id or a pick as a pick. */
export const asPick = (which: string | OperationPick | undefined): OperationPick =>
  typeof which === 'string' ? { id: which } : (which ?? {})
