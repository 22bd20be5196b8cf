/** What a worker would have logged as warnings: each once an execution, as a worker tells them. */
export class Warnings {
  readonly #told: Set<string>
  /** Those of the workflow under test, in order. */
  readonly list: string[]

  /** `before`: those of a test that this one goes on from. */
  constructor(before?: Warnings) {
    this.#told = new Set(before === undefined ? [] : before.#told)
    this.list = [...(before?.list ?? [])]
  }

  /** Whether a warning comes for the first time in a run of an execution. */
  isNew(runId: string, warning: string): boolean {
    const key = `${runId} ${warning}`
    if (this.#told.has(key)) return false
    this.#told.add(key)
    return true
  }
}
