import type { Coroutine, Wait } from './coroutine.ts'
import { runningForks } from './forks.ts'

/**
 * The first cancel request of an execution. Later ones are only counted (C10).
 *
 * - C7 It has two phases. First the leaves of the tree are collected: parent before forks, branches in order, without those in
 *   clean-up or under a shield. Then each is withdrawn and gets the error, before any sibling is ended.
 * - C9 If a subtree has no such leaf, the request is kept for the coroutine at its top.
 */
export class CancelRequest {
  readonly #throw: (coroutine: Coroutine) => void
  #error: unknown
  #thrown = false

  constructor(throwAt: (coroutine: Coroutine) => void) {
    this.#throw = throwAt
  }

  get error(): unknown {
    return this.#error
  }

  get pending(): boolean {
    return this.#error !== undefined && !this.#thrown
  }

  is(error: unknown): boolean {
    return this.#error !== undefined && error === this.#error
  }

  /** Whether an error is the request's own, or has it as a cause: an undo step failed after the cancel request (C8). */
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

  /** Throws the request's error into a coroutine that no longer waits. */
  throwAt(coroutine: Coroutine): void {
    this.#thrown = true
    coroutine.cancelKept = false
    for (let at = coroutine; ; at = at.owner.owner) {
      at.cancelThrown = true
      if (at.owner === undefined || !('running' in at.owner)) break
      at.owner.cancelThrown = true
    }
    this.#throw(coroutine)
  }
}

/** Collects the leaves below a coroutine. Returns whether there is one, forks not counted. */
function collect(coroutine: Coroutine, leaves: Coroutine[]): boolean {
  const found = collectOwn(coroutine, leaves)
  for (const fork of runningForks(coroutine)) collect(fork.coroutine, leaves)
  return found
}

function collectOwn(coroutine: Coroutine, leaves: Coroutine[]): boolean {
  const { wait, state } = coroutine
  if (state === 'done' || state === 'finishing') return false
  const over = coroutine.ended || coroutine.ending // in clean-up; but forks below it may still run
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
