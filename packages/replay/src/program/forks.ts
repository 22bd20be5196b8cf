import { ForkEndedError, isEnded, type ForkOperation, type ForkHandleOperation } from '@reyield/workflow'
import { forkHandle } from '@reyield/workflow/internal'
import { coroutine, type Coroutine, type Fork, type Outcome, type Wait } from './coroutine.ts'
import type { Kernel } from './kernel.ts'

/**
 * Forks run in the scope of the coroutine that started them (C6). When it finishes, it ends them instead of awaiting them, and waits
 * only for their clean-up.
 */
export class Forks {
  readonly #kernel: Kernel
  /** Coroutines that wait for a fork, with its id. For reports. */
  readonly #waiting = new Map<Coroutine, string>()

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Starts a fork at its place and returns the handle. */
  begin(operation: ForkOperation<unknown>, id: string, maker: Coroutine): unknown {
    const fork = { maker, outcome: undefined, waiters: new Set() } as Partial<Fork> as Fork
    fork.coroutine = coroutine(id, operation.branches[0], fork)
    fork.coroutine.cancelKept = maker.cancelKept // C9: a request that is kept for its maker is kept for the fork, too
    maker.forks ??= new Set()
    maker.forks.add(fork)
    this.#kernel.start(fork.coroutine)
    return forkHandle(fork)
  }

  /** `join()` and `cancel()`: the outcome if the fork has ended, else the coroutine waits. */
  ask(operation: ForkHandleOperation<unknown>, coroutine: Coroutine): Outcome | Wait {
    const fork = operation.fork as Fork
    const { kind } = operation
    if (fork.outcome !== undefined) return this.#answer(fork, kind)
    const waiter = { coroutine, kind }
    fork.waiters.add(waiter)
    this.#waiting.set(coroutine, fork.coroutine.id)
    return {
      withdraw: () => {
        fork.waiters.delete(waiter)
        this.#waiting.delete(coroutine)
        return true
      },
    }
  }

  coroutineOf(operation: ForkHandleOperation<unknown>): Coroutine {
    return (operation.fork as Fork).coroutine
  }

  /** Its coroutine has ended. */
  done(fork: Fork, outcome: Outcome): void {
    fork.outcome = outcome
    const { forks } = fork.maker
    if (!('error' in outcome) || isEnded(outcome.error)) forks!.delete(fork)
    for (const { coroutine, kind } of fork.waiters) {
      this.#waiting.delete(coroutine)
      this.#kernel.wake(coroutine, this.#answer(fork, kind))
    }
    fork.waiters.clear()
  }

  /** Ids of the forks that coroutines wait for, once for each coroutine. */
  awaited(): string[] {
    return [...this.#waiting.values()]
  }

  #answer(fork: Fork, kind: ForkHandleOperation<unknown>['kind']): Outcome {
    const outcome = fork.outcome!
    if (kind === 'cancelFork') return { value: undefined }
    fork.maker.forks?.delete(fork) // joined, so its failure no longer fails the maker
    return 'error' in outcome && isEnded(outcome.error)
      ? { error: new ForkEndedError(fork.coroutine.id) }
      : outcome
  }
}

/** The running forks of a coroutine. */
export const runningForks = ({ forks }: Coroutine): Fork[] =>
  forks === undefined ? [] : [...forks].filter(fork => fork.outcome === undefined)

/** The outcome of a coroutine whose forks have ended: its own, unless it succeeded and a fork has failed without being joined. */
export function withForks(maker: Coroutine, outcome: Outcome): Outcome {
  if ('error' in outcome || maker.forks === undefined) return outcome
  for (const fork of maker.forks) return fork.outcome!
  return outcome
}
