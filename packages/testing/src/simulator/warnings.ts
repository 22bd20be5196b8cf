/** What a worker would have logged as warnings: each once for an execution, as a worker does. */
export class Warnings {
  readonly #seen: Set<string>
  /** Those of the workflow under test, in order. */
  readonly list: string[]

  /** `before`: the warnings of the state that this test resumes. */
  constructor(before?: Warnings) {
    this.#seen = new Set(before === undefined ? [] : before.#seen)
    this.list = [...(before?.list ?? [])]
  }

  /** Whether a warning occurs for the first time in a run of an execution. */
  isNew(runId: string, warning: string): boolean {
    const key = `${runId} ${warning}`
    if (this.#seen.has(key)) return false
    this.#seen.add(key)
    return true
  }
}
