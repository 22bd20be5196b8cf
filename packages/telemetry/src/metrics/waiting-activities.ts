import type { HistoryEvent } from '@aws-sdk/client-swf'

/** An activity that waits for a worker. */
export interface WaitingActivity {
  readonly taskList: string
  /** When it was scheduled, in epoch milliseconds. */
  readonly at: number
}

/**
 * The most activities that are remembered. Those of the runs that were noted least recently are forgotten first: many at a time, since finding
 * the first entry of a Map takes longer the more were removed before it.
 */
const most = 50_000
const left = 45_000

/**
 * The activities of all runs that wait for a worker, as deciders have read it in histories. An activity may be scheduled in one decision task
 * and started in a much later one, and with a cache a decider only gets the events in between.
 */
export class WaitingActivities {
  readonly #runs = new Map<string, Map<number, WaitingActivity>>()
  #count = 0

  /** Activities that are remembered. */
  get count(): number {
    return this.#count
  }

  /** Notes an event. Returns the activity if it's the start of one that has waited. */
  note(runId: string, event: HistoryEvent): WaitingActivity | undefined {
    const scheduled = event.activityTaskScheduledEventAttributes
    if (scheduled !== undefined) {
      const waiting = { taskList: scheduled.taskList?.name ?? '', at: timeOf(event) }
      this.#add(runId, event.eventId!, waiting)
      return undefined
    }
    const started = event.activityTaskStartedEventAttributes
    if (started !== undefined) return this.#remove(runId, started.scheduledEventId!)
    const closed = event.activityTaskTimedOutEventAttributes ?? event.activityTaskCanceledEventAttributes
    if (closed !== undefined) this.#remove(runId, closed.scheduledEventId!)
    return undefined
  }

  /** Forgets the activities of a run. */
  forget(runId: string): void {
    const run = this.#runs.get(runId)
    if (run === undefined) return
    this.#runs.delete(runId)
    this.#count -= run.size
  }

  #add(runId: string, eventId: number, waiting: WaitingActivity): void {
    const run = this.#runs.get(runId) ?? new Map<number, WaitingActivity>()
    if (!run.has(eventId)) this.#count++
    run.set(eventId, waiting)
    this.#runs.delete(runId) // it's noted last now
    this.#runs.set(runId, run)
    if (this.#count <= most) return
    for (const oldest of this.#runs.keys()) {
      this.forget(oldest)
      if (this.#count <= left) return
    }
  }

  #remove(runId: string, eventId: number): WaitingActivity | undefined {
    const run = this.#runs.get(runId)
    const waiting = run?.get(eventId)
    if (waiting === undefined) return undefined
    run!.delete(eventId)
    this.#count--
    if (run!.size === 0) this.#runs.delete(runId)
    return waiting
  }
}

/** When an event happened, in epoch milliseconds. */
export const timeOf = (event: HistoryEvent): number => event.eventTimestamp!.getTime()
