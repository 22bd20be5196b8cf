import { isEnded } from '@reyield/workflow'
import { inShort } from '../errors/in-short.ts'
import {
  coroutine,
  type Composite,
  type CompositeOperation,
  type CompositeRules,
  type Coroutine,
  type Outcome,
  type Source,
} from './coroutine.ts'
import { placeId } from './ids.ts'
import type { Kernel } from './kernel.ts'

/**
 * Starts the branches of composites, settles them, and ends them.
 *
 * - C1 Branches are started in order through the run queue; a settled composite starts no further branch.
 * - C2 The outcome is fixed when the composite settles, and passed to the owner when every branch has ended, clean-up included.
 * - C5 An error of a clean-up replaces a fulfilled outcome; beside a rejection it becomes a warning.
 * - C8 The cancel request's own error passes through every composite.
 */
export class Composites {
  readonly #kernel: Kernel

  constructor(kernel: Kernel) {
    this.#kernel = kernel
  }

  /** Begins a composite at its place; its owner waits for it. */
  begin(operation: CompositeOperation, rules: CompositeRules, id: string, owner: Coroutine): void {
    const begun = composite(operation, rules, id, owner)
    owner.state = 'waiting'
    owner.wait = begun
    this.#startMore(begun)
    if (begun.count === 0) begun.settled = rules.whole(begun)
    this.#giveIf(begun)
  }

  /** A branch has ended. */
  done(composite: Composite, branch: Coroutine, outcome: Outcome): void {
    composite.running.delete(branch)
    composite.ended++
    if (branch.cancelKept) composite.cancelKept = true
    const { rules } = composite
    if (composite.settled === undefined && (!composite.ending || rules.shields)) {
      if (branch.cancelThrown) composite.cancelAnswered = true
      if ('error' in outcome) composite.failed++
      composite.settled =
        'error' in outcome && this.#kernel.comesOfCancel(outcome.error)
          ? outcome
          : rules.settle(composite, branch.index, outcome, this.#kernel.describe)
      if (composite.settled !== undefined) {
        this.#kernel.settled()
        this.#keepUnanswered(composite)
        this.#endBranches(composite)
      } else this.#startMore(composite)
    } else if (branch.ended && 'error' in outcome && !isEnded(outcome.error)) {
      this.#cleanUpFailed(composite, outcome)
    }
    this.#giveIf(composite)
  }

  /** The owner is being ended (C3), and so are the branches, except in a shield. */
  end(composite: Composite): void {
    composite.ending = true
    if (composite.rules.shields) return
    this.#endBranches(composite)
    this.#giveIf(composite)
  }

  #startMore(composite: Composite): void {
    const { operation, rules, running, count } = composite
    const most = operation.concurrency ?? Infinity
    while (composite.begun < count && running.size < most) {
      const index = composite.begun++
      const id = rules.shields ? composite.id : placeId(composite.id, index + 1) // W6
      const branch = coroutine(id, sourceOf(operation, index), composite, index)
      branch.cancelKept = composite.cancelKept && !composite.cancelThrown // C9: thrown at its next operation that would block
      running.add(branch)
      this.#kernel.start(branch)
    }
  }

  #endBranches(composite: Composite): void {
    for (const branch of [...composite.running]) this.#kernel.end(branch)
  }

  /** C9: it settles although no branch that got the cancel request has ended. They are ended, and the request is kept. */
  #keepUnanswered(composite: Composite): void {
    if (!composite.cancelThrown || composite.cancelAnswered) return
    composite.cancelThrown = false
    composite.cancelKept = true
    composite.owner.cancelThrown = false
  }

  /** C5 */
  #cleanUpFailed(composite: Composite, outcome: { readonly error: unknown }): void {
    if (composite.settled !== undefined && 'value' in composite.settled) composite.settled = outcome
    else this.#kernel.warn(`The clean-up of an ended branch failed: ${inShort(outcome.error, false)}`)
  }

  /** Passes the outcome to the owner when every branch has ended (C2). */
  #giveIf(composite: Composite): void {
    const { owner, settled } = composite
    if (composite.running.size > 0 || owner.wait !== composite) return
    if (composite.cancelKept && !composite.cancelThrown) owner.cancelKept = true // C9: kept below so far, from now on by the owner
    if (composite.ending) {
      this.#kernel.throwEnded(owner, composite.rules.shields ? settled : undefined)
    } else if (settled !== undefined) this.#kernel.wake(owner, settled)
  }
}

/** A composite before its first branch begins. */
function composite(
  operation: CompositeOperation,
  rules: CompositeRules,
  id: string,
  owner: Coroutine,
): Composite {
  return {
    operation,
    rules,
    id,
    owner,
    count: operation.branches?.length ?? operation.count!,
    running: new Set(),
    begun: 0,
    ended: 0,
    failed: 0,
    parts: [],
    settled: undefined,
    ending: owner.ending && !owner.ended, // the owner was ended while it was queued, and enters a shield now (C3)
    cancelThrown: false,
    cancelAnswered: false,
    cancelKept: false,
  }
}

/** The source of a branch. */
const sourceOf = ({ branches, start }: CompositeOperation, index: number): Source =>
  branches === undefined ? () => start!(index) : branches[index]!
