/** How many executions are remembered. One that is forgotten goes on, as if its error had not been noticed. */
const most = 1000

/** Errors that executions left behind after their answer had been sent: each holds the execution's next decision task. */
export class LateErrors {
  readonly #errors = new Map<string, unknown>()

  add(runId: string, error: unknown): void {
    if (!this.#errors.has(runId) && this.#errors.size >= most) {
      this.#errors.delete(this.#errors.keys().next().value!)
    }
    this.#errors.set(runId, error)
  }

  /** Throws the error of an execution, once. */
  check(runId: string): void {
    if (!this.#errors.has(runId)) return
    const error = this.#errors.get(runId)
    this.#errors.delete(runId)
    throw error
  }
}
