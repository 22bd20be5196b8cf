import type {
  AllOperation,
  AllSettledOperation,
  AnyOperation,
  MapOperation,
  Operation,
  RaceOperation,
  RetryOperation,
  SagaOperation,
  ShieldOperation,
  TimeoutOperation,
} from '@reyield/workflow'
import type { Coroutine, Outcome, Source } from './coroutine.ts'

/** The operations that run branches and wait for them. */
export type CompositeOperation =
  | AllOperation<unknown>
  | AllSettledOperation<unknown>
  | AnyOperation<unknown>
  | RaceOperation<unknown>
  | TimeoutOperation<unknown>
  | MapOperation<unknown>
  | RetryOperation<unknown>
  | SagaOperation<unknown>
  | ShieldOperation<unknown>

/** A composite that is under way. Its outcome is fixed when it settles and given when every branch has ended (C2). */
export interface Composite {
  readonly operation: CompositeOperation
  /** Its place (W6). */
  readonly id: string
  readonly owner: Coroutine
  /** How many branches it has in all. */
  readonly count: number
  /** Branches that run, in their order. */
  readonly running: Set<Coroutine>
  /** How many branches were begun, ended and failed. */
  begun: number
  ended: number
  failed: number
  /** What its rule keeps of the branches that have ended, by index. */
  readonly parts: unknown[]
  settled: Outcome | undefined
  /** The owner is being ended: the outcome is dropped, and the owner gets the token when all branches have ended (C3). */
  ending: boolean
  /** A cancel request was thrown somewhere below. */
  cancelHeard: boolean
  /** A branch that heard of it has ended before the composite settled. */
  cancelAnswered: boolean
  /** A branch that has ended kept the request, or all branches that heard of it are ended unasked (C9). */
  cancelKept: boolean
}

/** Tells whether an operation runs branches and waits for them. */
export const isComposite = (operation: Operation<unknown>): operation is CompositeOperation =>
  compositeKinds.has(operation.kind)

const compositeKinds = new Set<string>([
  'all',
  'allSettled',
  'any',
  'race',
  'timeout',
  'map',
  'retry',
  'saga',
  'shield',
] satisfies CompositeOperation['kind'][])

/** A composite none of whose branches has begun. */
export function composite(operation: CompositeOperation, id: string, owner: Coroutine): Composite {
  return {
    operation,
    id,
    owner,
    count: 'branches' in operation ? operation.branches.length : operation.count,
    running: new Set(),
    begun: 0,
    ended: 0,
    failed: 0,
    parts: [],
    settled: undefined,
    ending: owner.ending && !owner.ended, // the end came while the owner was queued, and finds it in a shield (C3)
    cancelHeard: false,
    cancelAnswered: false,
    cancelKept: false,
  }
}

/** What a branch is made from. */
export function sourceOf(operation: CompositeOperation, index: number): Source {
  return 'branches' in operation
    ? operation.branches[index]!
    : () => (operation as MapOperation<unknown>).start(index)
}

/** How many branches run at a time. */
export const concurrencyOf = (operation: CompositeOperation): number =>
  operation.kind === 'map' ? operation.concurrency : Infinity
