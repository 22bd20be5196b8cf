/** The most executions that are remembered. One that is dropped continues as if its error had not been noticed. */
const most = 1000

/** Uncaught errors of executions after their response was sent. Each holds the execution's next decision task. */
export class LateErrors {
  readonly #errors = new Map<string, unknown>()

  add(runId: string, error: unknown): void {
    if (!this.#errors.has(runId) && this.#errors.size >= most) {
      this.#errors.delete(this.#errors.keys().next().value!)
    }
    this.#errors.set(runId, error)
  }

  has(runId: string): boolean {
    return this.#errors.has(runId)
  }

  /** Throws the error of an execution, if there is one, and forgets it. */
  check(runId: string): void {
    if (!this.#errors.has(runId)) return
    const error = this.#errors.get(runId)
    this.#errors.delete(runId)
    throw error
  }
}
