import { inspect, isDeepStrictEqual } from 'node:util'
import type { Serializer } from '@reyield/workflow'
import { nounOf, openOperations, type OpenOperation, type OperationKind } from './open.ts'
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

/** The open operation that a step applies to, as the test describes it. */
export interface Meant {
  readonly kind: OperationKind
  /** Default: any type. */
  readonly type?: OpenOperation['type']
  readonly pick: OperationPick
  /** The serializer of the operation's payloads. */
  readonly serializer: (open: OpenOperation, recorder: Recorder) => Serializer
}

/** Whether a pick matches this id and input. `nth` isn't considered. */
export const isPicked = (pick: OperationPick, id: string, input: () => unknown): boolean =>
  (pick.id === undefined || id === pick.id) && (!('input' in pick) || isDeepStrictEqual(input(), pick.input))

/**
 * The operation that a pick chooses: the oldest of those that fit, or the first in another order. `unfit` says why the step
 * can't apply to an operation; `undefined` if it can.
 *
 * @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) with the list of what is open
 */
export function pickOpen(
  recorder: Recorder,
  { kind, type, pick, serializer }: Meant,
  step: string,
  unfit: (open: OpenOperation) => string | undefined = () => undefined,
  order?: (a: OpenOperation, b: OpenOperation) => number,
): OpenOperation {
  const input = (one: OpenOperation) => readBy(serializer(one, recorder), one.request.input)
  const meant = openOperations(recorder, kind).filter(
    one => isOfType(one, type) && isPicked(pick, one.id, () => input(one)),
  )
  if (order !== undefined) meant.sort(order)
  const fitting = meant.filter(one => unfit(one) === undefined)
  const found = fitting[(pick.nth ?? 1) - 1]
  if (found !== undefined) return found
  const [first] = meant
  if (first !== undefined && fitting.length === 0) {
    const error = pick.id === undefined ? 'impossible' : 'never' // an operation with this id is open, so no decision can create another one
    throw recorder[error](`${step} of '${first.id}'`, unfit(first)!)
  }
  const noun = nounOf(kind)
  const given = Object.keys(pick)
  if (given.join() === 'id')
    throw recorder.impossible(`${step} of '${pick.id}'`, `no open ${noun} has this id`)
  const ofType = type === undefined ? '' : ` ${[type.name, type.version].filter(Boolean).join(' ')}`
  const how = given.length === 0 ? '' : ` that fits ${inspect(pick, { breakLength: Infinity })}`
  throw recorder.impossible(step, `no ${noun}${ofType}${how} is open`)
}

/** A Lambda function can be named by its id too. */
const isOfType = (open: OpenOperation, type: Meant['type']) =>
  type === undefined ||
  (open.type?.name === type.name && open.type.version === type.version) ||
  (open.kind === 'lambda' && open.id === type.name)

/** The decoded value, or the text if another serializer wrote it. */
export function readBy(serializer: Serializer, text: string | undefined): unknown {
  try {
    return serializer.deserialize(text)
  } catch {
    return text
  }
}
