import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { InvalidHistoryError, StaleCacheError } from '../errors/history.ts'
import { engineSignal, engineTimer } from '../program/ids.ts'
import { inBatch, type EventType } from './event-type.ts'
import { decidedNothing, startsRetry } from './undecided.ts'

/** A decision task that was completed: what its decider had seen, in id order, and what it recorded. */
export interface Episode {
  readonly seen: readonly HistoryEvent[]
  readonly batch: readonly HistoryEvent[]
  /** The batch has markers. */
  readonly marked: boolean
  readonly completedId: number
}

/**
 * Cuts a history into episodes. For each event the caller calls `isNew`, then `endedBy` (and, if that returns an episode, `close`
 * after its delivery), then `read`.
 *
 * - H1 Events are delivered in the order of their ids. Only the check of the batch is moved: it comes after the events that the
 *   decider had seen (`pre`) and before those recorded while its task was open (`post`).
 * - H3 An episode is delivered when its batch is complete, or at the end of the stream. Events after the open
 *   DecisionTaskStarted are kept and not delivered.
 * - H4 A task that timed out is merged into the next episode, except after SCHEDULE_TO_START, which changes nothing. So is a
 *   completed task that decided nothing: its batch is only the engine's `~retry`, or empty while `~retry` is open, or a close that SWF
 *   refused because of unseen events, perhaps with markers of looking ahead, which don't count then.
 * - S4 The engine's own signal is dropped here.
 * - H9 Events that were fed before are skipped; a gap is an error.
 */
export class Episodes {
  lastEventId = 0
  /** The DecisionTaskStarted of the open decision task. */
  started: HistoryEvent | undefined
  #pre: HistoryEvent[] = []
  #post: HistoryEvent[] = []
  #batch: HistoryEvent[] | undefined
  #completedId = 0
  #retryOpen = false
  /** The same at the time when the open task was started. */
  #retryWasOpen = false
  /** The task may have decided nothing, so its batch has to be examined. */
  #mayBeUndecided = false
  #marked = false

  /** Whether an event wasn't fed yet. */
  isNew({ eventId: id, eventType }: HistoryEvent): boolean {
    if (typeof id !== 'number' || eventType === undefined) {
      throw new InvalidHistoryError(
        id,
        'it has no eventId or no eventType. Feed the events as SWF returns them',
      )
    }
    if (id <= this.lastEventId) return false
    if (id === this.lastEventId + 1) return true
    if (this.lastEventId === 0) {
      throw new InvalidHistoryError(id, 'the history must begin with event 1, WorkflowExecutionStarted')
    }
    throw new StaleCacheError(id, `the last one fed was ${this.lastEventId}`)
  }

  /** The episode whose batch ends before an event. `merged`: its task decided nothing, and it belongs to the next episode (H4). */
  endedBy(event: HistoryEvent, type: EventType): Episode | 'merged' | undefined {
    return this.#batch === undefined || inBatch(event, type, this.#completedId) ? undefined : this.#episode()
  }

  /** The episode whose batch ends with the stream. */
  endedByStream(): Episode | 'merged' | undefined {
    return this.#batch === undefined ? undefined : this.#episode()
  }

  /** What the decider of the open decision task has seen. */
  open(): readonly HistoryEvent[] {
    if (this.started === undefined) return []
    const seen = this.#pre
    this.#pre = []
    return seen
  }

  /** Takes the events up to `until` that were fed and not delivered. For finding where a program waits, not for deciding. */
  rest(until: number): readonly HistoryEvent[] {
    const isLater = ({ eventId }: HistoryEvent) => eventId! > until
    const rest = [...this.#pre, ...this.#post].filter(event => !isLater(event))
    this.#pre = this.#pre.filter(isLater)
    this.#post = this.#post.filter(isLater)
    return rest
  }

  /** An episode has been delivered and checked; refusals in its batch are delivered in the next one (H6). */
  close(refusals: readonly HistoryEvent[]): void {
    this.started = undefined
    this.#pre = refusals.length === 0 ? this.#post : [...this.#post, ...refusals]
    this.#post = []
  }

  read(event: HistoryEvent, type: EventType): void {
    this.lastEventId = event.eventId!
    if (this.#batch !== undefined) {
      this.#batch.push(event)
      if (type.mayBeUndecided) this.#mayBeUndecided = true
      if (type.isMarker) this.#marked = true
    } else if (type.task === undefined) {
      if (type.deliver === undefined || (type.mayBeOwn && this.#isOwn(event))) return
      ;(this.started === undefined ? this.#pre : this.#post).push(event)
    } else if (type.task === 'started') {
      this.started = event
      this.#retryWasOpen = this.#retryOpen
    } else if (type.task === 'completed') {
      this.#batch = []
      this.#marked = false
      this.#mayBeUndecided = this.#retryWasOpen
      this.#completedId = event.eventId!
    } else if (attributesOf(event)?.startedEventId !== 0) this.#merge()
  }

  /** Whether an event is the engine's own signal, which is dropped (S4). Also notes when the engine's `~retry` has fired. */
  #isOwn(event: HistoryEvent): boolean {
    if (event.timerFiredEventAttributes?.timerId === engineTimer.retry) this.#retryOpen = false
    return event.workflowExecutionSignaledEventAttributes?.signalName === engineSignal
  }

  #episode(): Episode | 'merged' {
    const batch = this.#batch!
    this.#batch = undefined
    if (this.#mayBeUndecided) {
      if (batch.some(startsRetry)) this.#retryOpen = true
      if (decidedNothing(batch, this.#retryWasOpen)) return this.#merge()
    }
    const episode = { seen: this.#pre, batch, marked: this.#marked, completedId: this.#completedId }
    this.#pre = []
    return episode
  }

  #merge(): 'merged' {
    this.#pre.push(...this.#post)
    this.#post = []
    this.started = undefined
    return 'merged'
  }
}
