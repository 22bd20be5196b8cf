import type { Owner } from './owner.ts'
import { ownedBy, untilReported } from './owners.ts'

/** The receiver of uncaught errors of an activity's code. */
interface Listeners {
  /** Called with the first error while the activity runs. It fails the activity. */
  during(error: unknown): void
  /** Called with each later error. */
  after(error: unknown): void
}

/** The uncaught errors of one running activity's code. */
export class ActivityErrors implements Owner {
  readonly #listeners: Listeners
  readonly #failure: Promise<never>
  #fail!: (error: unknown) => void
  #first: { readonly error: unknown } | undefined
  #over = false

  constructor(listeners: Listeners) {
    this.#listeners = listeners
    this.#failure = new Promise<never>((_, reject) => (this.#fail = reject))
    this.#failure.catch(() => undefined)
  }

  uncaught(error: unknown): void {
    if (this.#over) return this.#listeners.after(error)
    if (this.#first !== undefined) return // the first one is the activity's failure
    this.#first = { error }
    this.#listeners.during(error)
    this.#fail(error)
  }

  /**
   * Runs the activity's function. Returns its result, or throws its first uncaught error as soon as there is one. Before it returns a
   * result, it waits until Node has reported all uncaught errors so far.
   */
  async watch(run: () => unknown): Promise<unknown> {
    try {
      const value = await Promise.race([ownedBy(this, () => called(run)), this.#failure])
      await untilReported()
      return this.#first === undefined ? value : await this.#failure
    } finally {
      this.#over = true
    }
  }
}

async function called(run: () => unknown): Promise<unknown> {
  return run()
}
