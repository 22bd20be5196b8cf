import type { Coroutine, Wait } from './coroutine.ts'
import { runningForks } from './forks.ts'

/**
 * The cancel request of an execution, the first one: later ones are only counted (C10).
 *
 * - C7 Two phases: the leaves of the tree are collected, parent before forks, branches in order, without those in clean-up
 *   or under a shield; then each is withdrawn and thrown at, before any sibling is ended.
 * - C9 Where it finds nobody, it is kept for the coroutine at that place.
 */
export class CancelRequest {
  readonly #throw: (coroutine: Coroutine) => void
  #error: unknown
  #heard = false

  constructor(throwAt: (coroutine: Coroutine) => void) {
    this.#throw = throwAt
  }

  get error(): unknown {
    return this.#error
  }

  get unheard(): boolean {
    return this.#error !== undefined && !this.#heard
  }

  is(error: unknown): boolean {
    return this.#error !== undefined && error === this.#error
  }

  /** Whether an error is the request's own, or was caused by it: an undo step that failed on the way out (C8). */
  isCauseOf(error: unknown): boolean {
    if (this.#error === undefined) return false
    try {
      return this.#isInChain(error)
    } catch {
      return false // a getter or a proxy that throws
    }
  }

  #isInChain(error: unknown): boolean {
    let at = error
    for (let depth = 0; depth < 20; depth++) {
      if (at === this.#error) return true
      if (typeof at !== 'object' || at === null) return false
      at = (at as { cause?: unknown }).cause
    }
    return false
  }

  request(error: unknown, root: Coroutine): void {
    if (this.#error !== undefined) return
    this.#error = error
    const leaves: Coroutine[] = []
    collect(root, leaves)
    for (const leaf of leaves) {
      if ((leaf.wait as Wait).withdraw()) {
        leaf.wait = undefined
        this.throwAt(leaf)
      } else leaf.awaitingCancellation = true
    }
  }

  /** Throws it at a coroutine that no longer waits. */
  throwAt(coroutine: Coroutine): void {
    this.#heard = true
    coroutine.cancelKept = false
    for (let at = coroutine; ; at = at.owner.owner) {
      at.cancelHeard = true
      if (at.owner === undefined || !('running' in at.owner)) break
      at.owner.cancelHeard = true
    }
    this.#throw(coroutine)
  }
}

/** The leaves below a coroutine; whether any was found below itself, forks not counted. */
function collect(coroutine: Coroutine, leaves: Coroutine[]): boolean {
  const found = collectOwn(coroutine, leaves)
  for (const fork of runningForks(coroutine)) collect(fork.coroutine, leaves)
  return found
}

function collectOwn(coroutine: Coroutine, leaves: Coroutine[]): boolean {
  const { wait, state } = coroutine
  if (state === 'done' || state === 'finishing') return false
  const over = coroutine.ended || coroutine.ending // in clean-up; but forks of what is below may still run
  let found = false
  if (wait !== undefined && 'running' in wait) {
    if (!wait.rules.shields) {
      for (const branch of wait.running) found = collect(branch, leaves) || found
    }
  } else if (wait !== undefined && !over) {
    leaves.push(coroutine)
    found = true
  }
  if (!found && !over) coroutine.cancelKept = true
  return !over
}
