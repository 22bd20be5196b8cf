import { UncaughtWorkflowError } from '../errors.ts'
import type { Owner } from './owner.ts'
import { untilReported } from './owners.ts'

/**
 * The uncaught errors of a workflow's code while one decision task is decided. Those before the response hold the execution; those
 * after it are passed to `late`.
 */
export class Activation implements Owner {
  readonly #workflow: string
  readonly #late: (error: UncaughtWorkflowError) => void
  #first: UncaughtWorkflowError | undefined
  #over = false

  constructor(workflow: string, late: (error: UncaughtWorkflowError) => void) {
    this.#workflow = workflow
    this.#late = late
  }

  uncaught(cause: unknown): void {
    const error = new UncaughtWorkflowError(this.#workflow, cause)
    if (this.#over) this.#late(error)
    else this.#first ??= error
  }

  /**
   * Waits until Node has reported all uncaught errors so far. Call it when the decisions are ready.
   *
   * @throws UncaughtWorkflowError (ERROR_UNCAUGHT)
   */
  async end(): Promise<void> {
    await untilReported()
    this.#over = true
    if (this.#first !== undefined) throw this.#first
  }
}
