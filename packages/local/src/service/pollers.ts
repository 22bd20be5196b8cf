import { limitExceeded } from '../model/swf-errors.ts'
import type { PollKey } from '../machine/outcome.ts'

/** A poll that waits for a task. */
export interface ParkedPoll {
  readonly key: PollKey
  /** Whether the client is still there to take a task. */
  alive(): boolean
  /** Handles the poll again. Returns true if it's over: it got a task, or it was refused. */
  offer(): boolean
}

/** The waiting polls, by task list, in the order of their arrival. */
export class Pollers {
  readonly #lists = new Map<string, Set<ParkedPoll>>()
  readonly #maxPerList: number

  constructor(mostOnAList: number) {
    this.#maxPerList = mostOnAList
  }

  /** Adds a poll. Throws LimitExceededFault if too many polls wait on its list. */
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

  /** Gives the tasks of a list to the polls that wait on it, oldest poll first. A poll whose client has left gets none. */
  wake(key: PollKey): void {
    for (const poll of this.#lists.get(pollName(key)) ?? []) {
      if (!poll.alive()) this.leave(poll)
      else if (poll.offer()) this.leave(poll)
      else return
    }
  }
}

/** The key of a task list, as a string. Names of SWF have no control characters, so a line break keeps them apart. */
export const pollName = ({ kind, region, domain, taskList }: PollKey) =>
  `${kind}\n${region}\n${domain}\n${taskList}`
