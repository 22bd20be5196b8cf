import type { Owner } from './owner.ts'
import { ownedBy, untilReported } from './owners.ts'

/** Who hears of the errors that an activity's code leaves behind. */
interface Listeners {
  /** Of the first one while the activity runs: it fails the activity. */
  during(error: unknown): void
  /** Of each one that comes later. */
  after(error: unknown): void
}

/** The errors that the code of one running activity leaves behind: that nothing catches. */
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
   * Runs the activity's function; returns what it returns, or throws the first error that it leaves behind, as soon as there
   * is one. A result waits until Node has reported what was left behind.
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
