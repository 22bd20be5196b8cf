import { RunawayWorkflowError } from '../errors/program.ts'
import type { Coroutine } from './coroutine.ts'

/** Operations that one coroutine asks for without an event in between before it counts as run away (C13). */
const mostOfOne = 10_000
/** The same for all coroutines of an execution together, however many these are. */
const mostInAll = 1_000_000

/** Cuts a loop that asks for operations and never waits (C13). Each coroutine counts for itself: a fan-out is no loop. */
export class Runaway {
  readonly #workflow: string
  #round = 0
  #inAll = 0

  constructor(workflow: string) {
    this.#workflow = workflow
  }

  /** An event is delivered. */
  beginRound(): void {
    this.#round++
    this.#inAll = 0
  }

  /** @throws RunawayWorkflowError (WORKFLOW_RUNAWAY) */
  count(coroutine: Coroutine): void {
    if (coroutine.round !== this.#round) {
      coroutine.round = this.#round
      coroutine.asked = 0
    }
    if (++coroutine.asked > mostOfOne) throw new RunawayWorkflowError(this.#workflow, coroutine.id, mostOfOne)
    if (++this.#inAll > mostInAll) throw new RunawayWorkflowError(this.#workflow, coroutine.id, mostInAll)
  }
}
