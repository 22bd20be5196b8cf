import { mark } from '../stacks/marks.ts'
import { operation, type Operation } from '../operation.ts'
import { asBranch, type Branch, type BranchResult } from './branches.ts'

/** The operation that `fork` returns. */
export interface ForkOperation<T> extends Operation<T> {
  readonly kind: 'fork'
  readonly branches: readonly [Branch]
}

/** The operation that `join()` and `cancel()` of a fork return. */
export interface ForkHandleOperation<T> extends Operation<T> {
  readonly kind: 'join' | 'cancelFork'
  /** For the engine only. */
  readonly fork: object
}

/**
 * A branch that `fork` has started.
 *
 * @example
 * ```ts
 * const reminding = yield* fork(remindDaily())
 * const { by } = yield* approved
 * yield* reminding.cancel()
 * ```
 */
export interface Fork<T> {
  /**
   * Waits for the fork, and returns its result or throws its error. Throws ForkEndedError (FORK_ENDED) if the fork was ended. May be
   * called repeatedly.
   */
  join(): ForkHandleOperation<T>
  /** Ends the fork and waits until its clean-up is done. Does nothing if the fork has already ended. */
  cancel(): ForkHandleOperation<void>
}

/**
 * Starts a branch and goes on at once. When the generator that started a fork finishes, the forks that still run are ended, so join
 * the forks whose result you need. If a fork fails and is never joined, its error is thrown when the generator that started it
 * would otherwise return.
 *
 * @throws TypeError if the branch is neither an operation nor a generator
 * @example
 * ```ts
 * const progress = yield* fork(watchProgress(job))
 * const result = yield* convert(job)
 * yield* progress.cancel()
 * ```
 */
export function fork<const B extends Branch>(branch: B): ForkOperation<Fork<BranchResult<B>>> {
  return operation<Fork<BranchResult<B>>, { kind: 'fork'; branches: readonly [Branch] }>({
    kind: 'fork',
    branches: Object.freeze([asBranch(branch, 'fork(…)')] as const),
  })
}

/** Makes the handle that `fork` returns. Called by the engine. */
export function forkHandle(fork: object): Fork<unknown> {
  const join = () => operation<unknown, { kind: 'join'; fork: object }>({ kind: 'join', fork }, join)
  const cancel = () =>
    operation<void, { kind: 'cancelFork'; fork: object }>({ kind: 'cancelFork', fork }, cancel)
  return Object.freeze({ join, cancel })
}

mark('call', fork)
