import type { RunRef } from '../api/index.ts'

/** How long changes are collected, in milliseconds. */
const quiet = 100
/** If more have changed meanwhile, it's only said that something has. */
const mostNamed = 100

/** Collects runs that have changed, so that many commits make one event. */
export class Changes {
  readonly #tell: (runs: readonly RunRef[] | undefined) => void
  #runs = new Map<string, RunRef>()
  #timer: NodeJS.Timeout | undefined

  constructor(tell: (runs: readonly RunRef[] | undefined) => void) {
    this.#tell = tell
  }

  add({ workflowId, runId }: RunRef): void {
    if (this.#runs.size <= mostNamed) this.#runs.set(runId, { workflowId, runId })
    this.#timer ??= setTimeout(() => this.#settle(), quiet).unref()
  }

  end(): void {
    clearTimeout(this.#timer)
  }

  #settle(): void {
    this.#timer = undefined
    const runs = [...this.#runs.values()]
    this.#runs = new Map()
    this.#tell(runs.length > mostNamed ? undefined : runs)
  }
}
