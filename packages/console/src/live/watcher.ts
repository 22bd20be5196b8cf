import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client, ExecutionQuery } from '@reyield/client'
import type { RunRef } from '../api/index.ts'
import type { EventHub } from './event-hub.ts'

/** How many executions of a list are read. */
const listed = 200
/** If more have changed, pages are told only that something has. */
const mostNamed = 50

/** What the watcher tells. */
export interface Watched {
  readonly client: Client
  readonly hub: EventHub
  /** How often lists are read, in milliseconds. */
  readonly every: number
  /** Something about a run has changed, or perhaps of any. */
  readonly onChanged: (runs: readonly RunRef[] | undefined) => void
}

/**
 * Reads SWF's lists while somebody looks: one ListOpen and one ListClosed every five seconds, and the newest event of each open run that a page
 * shows. It says which executions have changed.
 */
export class Watcher {
  readonly #of: Watched
  #timer: NodeJS.Timeout | undefined
  #isReading = false
  #isEnded = false
  #before: ReadonlyMap<string, WorkflowExecutionInfo> | undefined
  readonly #newest = new Map<string, number>()

  constructor(of: Watched) {
    this.#of = of
  }

  /** Begins or ends, as somebody looks or nobody does. */
  look(): void {
    if (this.#isEnded) return
    if (!this.#of.hub.isWatched) {
      clearTimeout(this.#timer)
      this.#timer = undefined
    } else if (this.#timer === undefined && !this.#isReading) void this.#read()
  }

  end(): void {
    this.#isEnded = true
    clearTimeout(this.#timer)
  }

  async #read(): Promise<void> {
    this.#timer = undefined
    this.#isReading = true
    try {
      await this.#compare()
    } catch {
      // the port has said that SWF is away; it's tried again
    } finally {
      this.#isReading = false
      if (!this.#isEnded && this.#of.hub.isWatched) {
        this.#timer = setTimeout(() => void this.#read(), this.#of.every).unref()
      }
    }
  }

  async #compare(): Promise<void> {
    const [open, closed] = await Promise.all([this.#list('OPEN'), this.#list('CLOSED')])
    const now = new Map([...open, ...closed].map(info => [keyOf(info), info]))
    const before = this.#before
    this.#before = now
    const changed = await this.#changedRuns()
    if (before !== undefined) {
      for (const [key, info] of now) if (!before.has(key)) changed.push(runOf(info))
      const isComplete = open.length < listed
      for (const [key, info] of before) {
        if (info.executionStatus === 'OPEN' && !now.has(key) && isComplete) changed.push(runOf(info))
      }
    }
    // what has changed before the first reading isn't known, and a page may have listed before it
    if (before === undefined || changed.length > mostNamed) this.#of.onChanged(undefined)
    else if (changed.length > 0) this.#of.onChanged(changed)
  }

  /** The runs that pages show and that have new events. */
  async #changedRuns(): Promise<RunRef[]> {
    const { hub, client } = this.#of
    const runs = new Map(hub.runs.map(run => [run.runId, run]))
    for (const runId of this.#newest.keys()) if (!runs.has(runId)) this.#newest.delete(runId)
    const changed: RunRef[] = []
    for (const run of runs.values()) {
      const before = this.#newest.get(run.runId)
      if (before === Infinity) continue // it has closed
      const { events } = await client.swf
        .getWorkflowExecutionHistory({
          domain: client.domain,
          execution: run,
          reverseOrder: true,
          maximumPageSize: 1,
        })
        .catch(() => ({ events: [] })) // the page shows why
      const [newest] = events ?? []
      if (newest === undefined) continue
      if (before !== undefined && before !== newest.eventId) changed.push(run)
      const isClosed =
        /^WorkflowExecution(?:Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/.test(
          newest.eventType!,
        )
      this.#newest.set(run.runId, isClosed ? Infinity : newest.eventId!)
    }
    return changed
  }

  async #list(status: 'OPEN' | 'CLOSED'): Promise<WorkflowExecutionInfo[]> {
    const { client } = this.#of
    const infos: WorkflowExecutionInfo[] = []
    for await (const { info } of client.list({ status } as ExecutionQuery, { pageSize: listed })) {
      if (infos.push(info) === listed) break
    }
    return infos
  }
}

const keyOf = (info: WorkflowExecutionInfo) =>
  `${info.execution?.runId} ${info.executionStatus} ${info.cancelRequested === true}`

const runOf = ({ execution }: WorkflowExecutionInfo): RunRef => ({
  workflowId: execution?.workflowId ?? '',
  runId: execution?.runId ?? '',
})
