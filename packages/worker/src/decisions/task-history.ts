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

  constructor(task: DecisionTask, settings: Settings, options: CallOptions) {
    this.#task = task
    this.#settings = settings
    this.#options = options
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
    return all
  }

  /** @throws InvalidHistoryError (HISTORY_INVALID) if SWF doesn't return the events before those of the poll */
  async #readAll(): Promise<readonly HistoryEvent[]> {
    const polled = await this.polled()
    const first = polled[0]?.eventId ?? 0
    if (first <= 1) return polled
    const before = await this.#readBefore(first)
    if (before.at(-1)?.eventId === first - 1) return [...before, ...polled]
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
