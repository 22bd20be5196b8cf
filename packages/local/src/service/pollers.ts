import { limitExceeded } from '../model/swf-errors.ts'
import type { PollKey } from '../machine/outcome.ts'

/** A poll that waits for a task. */
export interface ParkedPoll {
  readonly key: PollKey
  /** Whether somebody is still there to take a task. */
  alive(): boolean
  /** Asks the machine again; true if the poll was given a task. */
  offer(): boolean
}

/** The polls that wait, by task list, first come first served. */
export class Pollers {
  readonly #lists = new Map<string, Set<ParkedPoll>>()
  readonly #maxPerList: number

  constructor(mostOnAList: number) {
    this.#maxPerList = mostOnAList
  }

  /** Parks a poll. Throws LimitExceededFault when too many wait on its list. */
  park(poll: ParkedPoll): void {
    const name = pollName(poll.key)
    const list = this.#lists.get(name) ?? new Set()
    if (list.size >= this.#maxPerList)
      throw limitExceeded('Limit on maximum concurrent poll requests per task list reached')
    list.add(poll)
    this.#lists.set(name, list)
  }

  leave(poll: ParkedPoll): void {
    const name = pollName(poll.key)
    const list = this.#lists.get(name)
    list?.delete(poll)
    if (list?.size === 0) this.#lists.delete(name)
  }

  /** Hands out tasks of a list to the polls that wait on it, oldest first; none to a poll whose client is gone. */
  wake(key: PollKey): void {
    for (const poll of this.#lists.get(pollName(key)) ?? []) {
      if (!poll.alive()) this.leave(poll)
      else if (poll.offer()) this.leave(poll)
      else return
    }
  }
}

/** A poll's list in one string. */
export const pollName = ({ kind, region, domain, taskList }: PollKey) =>
  JSON.stringify([kind, region, domain, taskList])
