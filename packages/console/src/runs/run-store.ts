import type { HistoryEvent } from '@aws-sdk/client-swf'
import { UnknownExecutionError, type Client } from '@reyield/client'
import { historyOf } from '@reyield/client/internal'
import type { PayloadCoder } from '@reyield/data/internal'
import type { RunRef } from '../api/index.ts'
import { History } from './history.ts'

/** How many events are kept of all histories together. About a kilobyte each. */
const mostEvents = 150_000
/** How many events are read at first of what is new. */
const newest = 100

/** What the store reads with. */
export interface StoreOptions {
  readonly client: Client
  readonly coder: (workflowId: string | undefined) => PayloadCoder
  readonly isRedacted: boolean
  /** How old an open history may be, in milliseconds. 0: it is told of each change. */
  readonly maximumAge: number
}

interface Kept {
  readonly history: History
  /** When it was read last; undefined if there is more to read. */
  readAt: number | undefined
  reading: Promise<void> | undefined
}

/** The histories of runs in SWF. Each page is read once, and of open ones only what is new. Those that weren't used for longest are dropped. */
export class RunStore {
  readonly #options: StoreOptions
  readonly #kept = new Map<string, Kept>()

  constructor(options: StoreOptions) {
    this.#options = options
  }

  /** SWF has more events of a run. Undefined: perhaps of any run. */
  changed(runId: string | undefined): void {
    for (const [key, kept] of this.#kept) if (runId === undefined || key === runId) kept.readAt = undefined
  }

  /**
   * The history of a run as it is now.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), and other errors of SWF
   */
  async read(run: RunRef): Promise<History> {
    const { coder, isRedacted } = this.#options
    const kept = this.#kept.get(run.runId) ?? {
      history: new History(run, coder(run.workflowId), isRedacted),
      readAt: undefined,
      reading: undefined,
    }
    this.#kept.delete(run.runId) // it's the last to be dropped
    this.#kept.set(run.runId, kept)
    if (kept.history.run?.workflowId !== run.workflowId) throw this.#unknown(run, undefined)
    if (!kept.history.isClosed && this.#isOld(kept)) {
      kept.reading ??= this.#readMore(kept).finally(() => (kept.reading = undefined))
      try {
        await kept.reading
      } catch (error) {
        if (kept.history.lastEventId === 0) this.#kept.delete(run.runId)
        throw (error as Error).name === 'UnknownResourceFault' ? this.#unknown(run, error) : error
      }
    }
    this.#dropOld(run.runId)
    return kept.history
  }

  #isOld({ readAt }: Kept): boolean {
    const { maximumAge } = this.#options
    return readAt === undefined || (maximumAge > 0 && performance.now() - readAt > maximumAge)
  }

  async #readMore(kept: Kept): Promise<void> {
    const { history } = kept
    const begun = performance.now()
    kept.readAt = begun // a change that is told from now on makes it old again
    try {
      if (history.lastEventId === 0) {
        for await (const events of this.#pages(history.run!, false)) history.add(events)
        return
      }
      const later: HistoryEvent[] = []
      for await (const events of this.#pages(history.run!, true)) {
        const fresh = events.filter(({ eventId }) => eventId! > history.lastEventId)
        later.push(...fresh)
        if (fresh.length < events.length) break
      }
      history.add(later.reverse())
    } catch (error) {
      kept.readAt = undefined
      throw error
    }
  }

  #pages({ workflowId, runId }: RunRef, reverseOrder: boolean): AsyncGenerator<HistoryEvent[]> {
    const { swf, domain } = this.#options.client
    const of = { domain, execution: { workflowId, runId }, reverseOrder }
    return historyOf(swf, reverseOrder ? { ...of, size: newest } : of)
  }

  #dropOld(but: string): void {
    let events = [...this.#kept.values()].reduce((sum, { history }) => sum + history.lastEventId, 0)
    for (const [key, { history }] of this.#kept) {
      if (events <= mostEvents) return
      if (key === but) continue
      this.#kept.delete(key)
      events -= history.lastEventId
    }
  }

  #unknown({ workflowId, runId }: RunRef, cause: unknown) {
    return new UnknownExecutionError(workflowId, runId, { kept: undefined }, cause)
  }
}
