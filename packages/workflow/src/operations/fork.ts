import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult } from './branches.ts'

/** A branch that runs beside the one that starts it, as data. */
export interface ForkOperation<T> extends Operation<T> {
  readonly kind: 'fork'
  readonly branches: readonly [Branch]
}

/** 'Wait for what a fork gives' or 'end a fork', as data. */
export interface TaskOperation<T> extends Operation<T> {
  readonly kind: 'join' | 'cancelFork'
  /** The engine's own; of no use outside. */
  readonly fork: object
}

/** A running fork. */
export interface Task<T> {
  /**
   * Waits for the fork and gives what it returns, or throws what it throws. May be asked for more than once. Throws
   * ForkEndedError (FORK_ENDED) if the fork was ended.
   */
  join(): TaskOperation<T>
  /** Ends the fork, and waits until its clean-up is through. Does nothing to one that has ended. */
  cancel(): TaskOperation<void>
}

/**
 * Starts a branch and goes on at once. A fork never outlives the generator that started it: when that one finishes, forks
 * that still run are ended (not awaited), so join what you need. A fork that failed and was never joined fails the
 * generator that started it, when that one would have ended well.
 *
 * @throws TypeError for what is neither an operation nor a generator
 * @example
 * ```ts
 * const progress = yield* fork(watchProgress(job))
 * const result = yield* convert(job)
 * yield* progress.cancel()
 * ```
 */
export function fork<const B extends Branch>(branch: B): ForkOperation<Task<BranchResult<B>>> {
  return operation<Task<BranchResult<B>>, { kind: 'fork'; branches: readonly [Branch] }>({
    kind: 'fork',
    branches: Object.freeze([asBranch(branch, 'fork(…)')] as const),
  })
}

/** What a `fork` gives: made by the engine, for one of its own. */
export function taskOf(fork: object): Task<unknown> {
  const join = () => operation<unknown, { kind: 'join'; fork: object }>({ kind: 'join', fork }, join)
  const cancel = () =>
    operation<void, { kind: 'cancelFork'; fork: object }>({ kind: 'cancelFork', fork }, cancel)
  return Object.freeze({ join, cancel })
}

mark('call', fork)
