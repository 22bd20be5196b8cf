import type { PollKey } from '../machine/outcome.ts'
import { pollName } from './pollers.ts'

/** Tasks that were given to polls but couldn't be delivered to the client. The next polls of their lists get them. */
export class UndeliveredTasks {
  readonly #lists = new Map<string, unknown[]>()

  add(key: PollKey, response: unknown): void {
    const name = pollName(key)
    const list = this.#lists.get(name)
    if (list === undefined) this.#lists.set(name, [response])
    else list.push(response)
  }

  /** Removes the tasks that are over. Their lists may never be polled again, so `take` wouldn't remove them. */
  forget(isOver: (taskToken: string) => boolean): void {
    for (const [name, list] of this.#lists) {
      const left = list.filter(response => !isOver((response as { taskToken: string }).taskToken))
      if (left.length === 0) this.#lists.delete(name)
      else this.#lists.set(name, left)
    }
  }

  /** Takes the oldest task of a list that is still open. Those that have timed out in the meantime are removed. */
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
