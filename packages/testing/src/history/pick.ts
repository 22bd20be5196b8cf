import { inspect, isDeepStrictEqual } from 'node:util'
import type { ExecutionState } from './execution-state.ts'

/** Which of several open operations is meant. Default: the oldest that fits the step. */
export interface OperationPick {
  /** That with this id: of an activity, a timer or a Lambda function its id, else its place in the workflow. */
  readonly id?: string
  /** The nth of those that fit, from 1. */
  readonly nth?: number
  /** Those with this input, decoded. Timers and cancel requests have none. */
  readonly input?: unknown
}

/** Open operations of a kind, and how to look at one. */
export interface Candidates<T> {
  /** `activity`, `timer`, … */
  readonly noun: string
  /** What all of them share, as their type: ` charge 1.0`; empty if nothing. */
  readonly type: string
  /** Oldest first. */
  readonly all: readonly T[]
  readonly id: (one: T) => string
  readonly input: (one: T) => unknown
  /** Why the step can't be about this one; `undefined` if it can. */
  readonly unfit?: (one: T) => string | undefined
}

/** Whether a pick is about one with this id and input; `nth` is about all of them. */
export const isPicked = (pick: OperationPick, id: string, input: () => unknown): boolean =>
  (pick.id === undefined || id === pick.id) && (!('input' in pick) || isDeepStrictEqual(input(), pick.input))

/**
 * The one that is meant.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) with the list of what is open
 */
export function pickOpen<T>(
  state: ExecutionState,
  step: string,
  { noun, type, all, id, input, unfit = () => undefined }: Candidates<T>,
  pick: OperationPick,
): T {
  const meant = all.filter(one => isPicked(pick, id(one), () => input(one)))
  const fitting = meant.filter(one => unfit(one) === undefined)
  const found = fitting[(pick.nth ?? 1) - 1]
  if (found !== undefined) return found
  const [first] = meant
  if (first !== undefined && fitting.length === 0) {
    const error = pick.id === undefined ? 'impossible' : 'never' // one with this id is open: no decision makes another
    throw state[error](`${step} of '${id(first)}'`, unfit(first)!)
  }
  if (isOnlyId(pick)) throw state.impossible(`${step} of '${pick.id}'`, `no open ${noun} has this id`)
  const how = Object.keys(pick).length === 0 ? '' : ` that fits ${inspect(pick, { breakLength: Infinity })}`
  throw state.impossible(step, `no ${noun}${type}${how} is open`)
}

const isOnlyId = (pick: OperationPick) => pick.id !== undefined && Object.keys(pick).length === 1

/** A pick of what is given as an id or as a pick. */
export const asPick = (which: string | OperationPick | undefined): OperationPick =>
  typeof which === 'string' ? { id: which } : (which ?? {})
