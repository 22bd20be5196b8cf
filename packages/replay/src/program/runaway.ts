import { RunawayWorkflowError } from '../errors/program.ts'
import type { Coroutine } from './coroutine.ts'

/** The most operations that one coroutine may ask for without an event in between (C13). */
const mostOfOne = 10_000
/** The same for all coroutines of an execution together. */
const mostInAll = 1_000_000

/**
 * Stops a loop that asks for operations and never waits (C13). Each coroutine is counted by itself, since a fan-out isn't a loop.
 */
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
