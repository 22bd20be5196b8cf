import type { RunRef } from '../../src/api/index.ts'

/** Changes that come faster are loaded together, so that a busy run doesn't load all the time. In milliseconds. */
const atMostEvery = 1000

/** Whether changes are about a run. Undefined changes may be. */
export const isAbout = ({ workflowId, runId }: RunRef, changed: readonly RunRef[] | undefined): boolean =>
  changed === undefined ||
  changed.some(one => one.workflowId === workflowId && (one.runId === runId || runId === 'latest'))

/** Loads a run again after it has changed: at once, then at most once a second. */
export class RunFollower {
  readonly #load: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #again = false

  constructor(load: () => void) {
    this.#load = load
  }

  changed(): void {
    if (this.#timer !== undefined) {
      this.#again = true
      return
    }
    this.#load()
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      const again = this.#again
      this.#again = false
      if (again) this.changed()
    }, atMostEvery)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
