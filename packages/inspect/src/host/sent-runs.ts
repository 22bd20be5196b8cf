import type { HistoryEvent } from '@aws-sdk/client-swf'
import { UnreadablePayloadError } from '@reyield/data'
import { markUnreadable, whyUnreadable } from '@reyield/data/internal'
import type { RecordedRun } from '../code/replayer.ts'
import type { SentRun } from './protocol.ts'

/** How many runs a host's process keeps. */
const most = 4

interface Sent {
  readonly key: number
  readonly first: HistoryEvent | undefined
  last: HistoryEvent | undefined
  count: number
}

/**
 * What was sent to a host's process, so that of a run only new events are sent. A run is recognized by its event objects. Both processes forget
 * the run that wasn't used for longest.
 */
export class SentRuns {
  #sent: Sent[] = []
  #keys = 0

  /** A request was lost, so the process may lack something. */
  lost(): void {
    this.#sent = []
  }

  /** The part of a run that the process lacks. */
  next({ execution, events }: RecordedRun): SentRun {
    const known = this.#sent.find(
      ({ first, last, count }) => count > 0 && events[0] === first && events[count - 1] === last,
    )
    const { key, count: from } = known ?? { key: ++this.#keys, count: 0 }
    const later = events.slice(from)
    const now: Sent = { key, first: events[0], last: events.at(-1), count: events.length }
    this.#sent = [...this.#sent.filter(one => one !== known), now].slice(-most)
    return {
      key,
      from,
      execution,
      events: later,
      unreadable: later.flatMap(event => {
        const problem = whyUnreadable(event)
        return problem === undefined ? [] : [{ eventId: event.eventId!, message: problem.message }]
      }),
    }
  }
}

/** The runs that a host's process has received. */
export class ReceivedRuns {
  readonly #runs = new Map<number, HistoryEvent[]>()

  /** The whole run of a part. Its events are the same objects at each call. */
  whole({ key, from, execution, events, unreadable }: SentRun): RecordedRun {
    const known = from === 0 ? [] : (this.#runs.get(key) ?? [])
    for (const event of events) known.push(event)
    this.#runs.delete(key) // it's the last to be forgotten
    this.#runs.set(key, known)
    if (this.#runs.size > most) this.#runs.delete(this.#runs.keys().next().value!)
    for (const { eventId, message } of unreadable) {
      const error = new UnreadablePayloadError('pipeline', '', message)
      error.message = message
      markUnreadable(known[eventId - 1]!, error)
    }
    return { execution, events: known }
  }
}
