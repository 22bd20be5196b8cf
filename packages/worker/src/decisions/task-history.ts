import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions } from '@reyield/client'
import { InvalidHistoryError } from '@reyield/replay'
import type { Settings } from '../options/worker-options.ts'
import { pagesOf, type DecisionTask } from './poll.ts'

/** The events of a decision task: those that its poll returned, and all others if they are needed. Each request is made once. */
export class TaskHistory {
  readonly #task: DecisionTask
  readonly #settings: Settings
  readonly #options: CallOptions
  #polled: Promise<readonly HistoryEvent[]> | undefined
  #all: Promise<readonly HistoryEvent[]> | undefined
  readonly #counted: { attempt: number }
  #known: readonly HistoryEvent[]

  /** `counted` gets the number of the attempt at this decision, as far as the events that have been read say it. */
  constructor(task: DecisionTask, settings: Settings, options: CallOptions, counted: { attempt: number }) {
    this.#task = task
    this.#settings = settings
    this.#options = options
    this.#counted = counted
    this.#known = task.events
    this.#count(task.events)
  }

  /** The events that have been read so far. */
  get known(): readonly HistoryEvent[] {
    return this.#known
  }

  /**
   * The events that the poll asked for: all, or those since the last completed decision task. The last one is the task's
   * DecisionTaskStarted.
   */
  polled(): Promise<readonly HistoryEvent[]> {
    return (this.#polled ??= this.#readPolled())
  }

  /** All events up to the task's DecisionTaskStarted. Those that the poll left out are read with GetWorkflowExecutionHistory. */
  all(): Promise<readonly HistoryEvent[]> {
    return (this.#all ??= this.#readAll())
  }

  async #readPolled(): Promise<readonly HistoryEvent[]> {
    const { events, nextPageToken } = this.#task
    if (!nextPageToken) return events
    const all: HistoryEvent[] = []
    for await (const page of pagesOf(this.#task, this.#settings, this.#options)) all.push(...page)
    this.#known = all
    this.#count(all)
    return all
  }

  /** Counts the decision tasks that were started since the last completed one and have timed out. */
  #count(events: readonly HistoryEvent[]): void {
    const { previousStartedEventId } = this.#task
    let attempt = 1
    for (let at = events.length - 1; at >= 0; at--) {
      const event = events[at]!
      if (event.eventId! <= previousStartedEventId) break
      if (event.decisionTaskTimedOutEventAttributes?.timeoutType === 'START_TO_CLOSE') attempt++
    }
    this.#counted.attempt = attempt
  }

  /** @throws InvalidHistoryError (HISTORY_INVALID) if SWF doesn't return the events before those of the poll */
  async #readAll(): Promise<readonly HistoryEvent[]> {
    const polled = await this.polled()
    const first = polled[0]?.eventId ?? 0
    if (first <= 1) return polled
    const before = await this.#readBefore(first)
    if (before.at(-1)?.eventId === first - 1) return (this.#known = [...before, ...polled])
    throw new InvalidHistoryError(first, `SWF returned no event ${first - 1} of the execution's history`)
  }

  async #readBefore(first: number): Promise<HistoryEvent[]> {
    const { swf, domain } = this.#settings
    const { workflowId, runId } = this.#task
    const before: HistoryEvent[] = []
    for (let nextPageToken: string | undefined; ;) {
      const input = { domain, execution: { workflowId, runId }, ...(nextPageToken ? { nextPageToken } : {}) }
      await swf.historyReads?.take(this.#options.abortSignal)
      const page: Awaited<ReturnType<typeof swf.getWorkflowExecutionHistory>> =
        await swf.getWorkflowExecutionHistory(input, this.#options)
      for (const event of page.events ?? []) {
        if (event.eventId! >= first) return before
        before.push(event)
      }
      nextPageToken = page.nextPageToken
      if (!nextPageToken) return before
    }
  }
}
