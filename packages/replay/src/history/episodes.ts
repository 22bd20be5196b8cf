import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { InvalidHistoryError, StaleCacheError } from '../errors.ts'
import { inBatch } from './batch.ts'

/** What the cutter tells while it reads. */
export interface EpisodePort {
  /**
   * A decision task's batch is complete: `seen` is what its decider had seen, in id order; `batch` what it recorded.
   * Gives the refusals in the batch: they are delivered in the next episode (H6).
   */
  completed(
    seen: readonly HistoryEvent[],
    batch: readonly HistoryEvent[],
    completedId: number,
  ): Promise<HistoryEvent[]>
}

/**
 * Cuts a history into episodes, from pages of any size.
 *
 * - H1 Events are delivered in id order; only the check of the batch is moved: it stands after the events that the
 *   decider had seen (`pre`) and before those recorded while its task was open (`post`).
 * - H3 An episode is delivered when its fate is known: when its batch is complete, or at the end of the stream. What
 *   follows the open DecisionTaskStarted is kept and not delivered.
 * - H4 Timed-out tasks merge into the next episode; SCHEDULE_TO_START changes nothing.
 * - H9 Ids that were fed already are skipped; a gap is refused.
 */
export class Episodes {
  lastEventId = 0
  /** The DecisionTaskStarted of the open decision task. */
  started: HistoryEvent | undefined
  readonly #port: EpisodePort
  #pre: HistoryEvent[] = []
  #post: HistoryEvent[] = []
  #batch: HistoryEvent[] | undefined
  #completedId = 0

  constructor(port: EpisodePort) {
    this.#port = port
  }

  async feed(events: readonly HistoryEvent[]): Promise<void> {
    for (const event of events) {
      const id = event.eventId
      if (typeof id !== 'number' || event.eventType === undefined) {
        throw new InvalidHistoryError(
          id,
          'it has no eventId or no eventType: feed the events as SWF gives them',
        )
      }
      if (id <= this.lastEventId) continue
      if (id > this.lastEventId + 1) {
        if (this.lastEventId === 0) {
          throw new InvalidHistoryError(id, 'the history must begin with event 1, WorkflowExecutionStarted')
        }
        throw new StaleCacheError(id, `the last one fed was ${this.lastEventId}`)
      }
      if (this.#batch !== undefined) {
        if (inBatch(event, this.#completedId)) {
          this.#batch.push(event)
          this.lastEventId = id
          continue
        }
        await this.#close()
      }
      this.#read(event)
      this.lastEventId = id
    }
  }

  /** The stream ends here: closes a batch that is open, and takes what the open decision task's decider has seen. */
  async open(): Promise<HistoryEvent[]> {
    if (this.#batch !== undefined) await this.#close()
    if (this.started === undefined) return []
    const seen = this.#pre
    this.#pre = []
    return seen
  }

  #read(event: HistoryEvent): void {
    switch (event.eventType) {
      case 'DecisionTaskStarted':
        this.started = event
        break
      case 'DecisionTaskTimedOut':
        if (attributesOf(event)?.startedEventId === 0) break
        this.#pre.push(...this.#post)
        this.#post = []
        this.started = undefined
        break
      case 'DecisionTaskCompleted':
        this.#batch = []
        this.#completedId = event.eventId!
        break
      default:
        if (!undelivered.has(event.eventType!))
          (this.started === undefined ? this.#pre : this.#post).push(event)
    }
  }

  async #close(): Promise<void> {
    const batch = this.#batch!
    const seen = this.#pre
    this.#batch = undefined
    this.#pre = []
    const refusals = await this.#port.completed(seen, batch, this.#completedId)
    this.started = undefined
    this.#pre = [...this.#post, ...refusals]
    this.#post = []
  }
}

/** Events that tell the program nothing (rules, section 6). */
const undelivered: ReadonlySet<string> = new Set([
  'DecisionTaskScheduled',
  'ActivityTaskStarted',
  'LambdaFunctionStarted',
  'WorkflowExecutionTimedOut',
  'WorkflowExecutionTerminated',
])
