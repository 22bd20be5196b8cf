import { UncaughtWorkflowError } from '../errors.ts'
import type { Owner } from './owner.ts'
import { untilReported } from './owners.ts'

/**
 * The errors that a workflow's code leaves behind while one decision task is decided. Those that come before the answer hold
 * the execution; those that come later go to `late`.
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
   * To be called when the answer is ready: waits until Node has reported what was left behind.
   *
   * @throws UncaughtWorkflowError (ERROR_UNCAUGHT)
   */
  async end(): Promise<void> {
    await untilReported()
    this.#over = true
    if (this.#first !== undefined) throw this.#first
  }
}
