import type { PollKey } from '../machine/outcome.ts'
import { pollName } from './pollers.ts'

/** Tasks that were handed out and could not be delivered, as answers to the next polls of their lists. */
export class UndeliveredTasks {
  readonly #lists = new Map<string, unknown[]>()

  add(key: PollKey, response: unknown): void {
    const name = pollName(key)
    const list = this.#lists.get(name)
    if (list === undefined) this.#lists.set(name, [response])
    else list.push(response)
  }

  /** Forgets those that nobody can answer any longer; their lists may never be polled again. */
  forget(isOver: (taskToken: string) => boolean): void {
    for (const [name, list] of this.#lists) {
      const left = list.filter(response => !isOver((response as { taskToken: string }).taskToken))
      if (left.length === 0) this.#lists.delete(name)
      else this.#lists.set(name, left)
    }
  }

  /** The oldest one of a list that is still to be done; those that have timed out meanwhile are forgotten. */
  take(key: PollKey, isStarted: (taskToken: string) => boolean): unknown {
    const name = pollName(key)
    const list = this.#lists.get(name) ?? []
    for (let response = list.shift(); response !== undefined; response = list.shift()) {
      if (list.length === 0) this.#lists.delete(name)
      if (isStarted((response as { taskToken: string }).taskToken)) return response
    }
    return undefined
  }
}
