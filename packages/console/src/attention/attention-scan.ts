import { setImmediate as macrotask, setTimeout as sleep } from 'node:timers/promises'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import { Pacer } from '@reyield/client/internal'
import { judged, search, sweep, type Judged, type SearchProgress } from '@reyield/inspect/internal'
import type { Attention, AttentionRow, ExecutionRow, RunRef } from '../api/index.ts'
import type { EventHub } from '../live/event-hub.ts'
import { wire } from '../routes/wire.ts'
import { rowOf } from '../runs/row.ts'
import type { Service } from '../service/service.ts'
import { byUrgency } from './urgency.ts'

/** How long a task may wait until it is a problem that no worker has started it, in milliseconds. */
const waiting = 300_000
/** How often all open executions are looked at, at most, in milliseconds. On a local SWF it costs nothing but time. */
const passEvery = { swf: 60_000, local: 5000 } as const
/** How often the page is told how far a pass is, in milliseconds. */
const sayEvery = 500
/** How long a request waits for the first pass on a local SWF, in milliseconds. */
const patience = 2000
/** On a local SWF, other work is done after so many executions. */
const atOnce = 20

/** What a scan uses. */
export interface ScanOptions {
  readonly service: Service
  readonly hub: EventHub
  readonly now: () => number
  /** Calls a second; undefined for a local SWF, where they cost nothing. */
  readonly perSecond: number | undefined
  /** Gets the newest events of each execution that was looked at. */
  readonly onJudged: (run: RunRef & { readonly type?: ExecutionRow['type'] }, judged: Judged) => void
}

interface Found {
  readonly row: AttentionRow
  /** The pass in which it was found last. */
  pass: number
}

/**
 * Looks into open executions in the background, while somebody looks at the page: newest and oldest alternately, as `reyield list --stuck` does,
 * and those that change meanwhile again. Closed executions aren't looked at.
 */
export class AttentionScan {
  readonly #options: ScanOptions
  readonly #ending = new AbortController()
  readonly #found = new Map<string, Found>()
  readonly #changed = new Map<string, RunRef>()
  readonly #turn: (signal: AbortSignal) => Promise<void>
  #pass = 0
  #progress: SearchProgress = { looked: 0, cursor: {} }
  #lookedAt = 0
  #isComplete = false
  #isRunning = false
  #isRejudging = false
  #said = 0
  #wake = new AbortController()
  #firstPass: () => void = () => undefined
  readonly #firstPassDone = new Promise<void>(resolve => (this.#firstPass = resolve))

  constructor(options: ScanOptions) {
    this.#options = options
    this.#turn = this.#turnOf(options)
  }

  /** Begins, or goes on, if somebody looks. */
  look(): void {
    if (this.#ending.signal.aborted) return
    if (this.#isRunning) return
    this.#isRunning = true
    void this.#run().finally(() => (this.#isRunning = false))
  }

  /** Time has been skipped, so all executions are looked at again. */
  again(): void {
    this.#wake.abort()
    this.look()
  }

  end(): void {
    this.#ending.abort()
  }

  /** Runs have changed, so they're looked at again soon. */
  changed(runs: readonly RunRef[] | undefined): void {
    if (this.#pass === 0 || runs === undefined || !this.#options.hub.isWatched) return
    for (const run of runs) this.#changed.set(run.runId, run)
    if (this.#isRejudging) return
    this.#isRejudging = true
    void this.#rejudge().finally(() => (this.#isRejudging = false))
  }

  /** What was found so far, most urgent first. */
  async attention(): Promise<Attention> {
    const { service, perSecond } = this.#options
    this.look()
    if (perSecond === undefined && !this.#isComplete) {
      await Promise.race([this.#firstPassDone, sleep(patience, undefined, { ref: false })])
    }
    const { count, truncated } = await service.listing.count({ status: 'OPEN' })
    return {
      lookedAt: this.#lookedAt,
      open: { count, truncated },
      complete: this.#isComplete,
      executions: [...this.#found.values()].map(({ row }) => row).toSorted(byUrgency),
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending
    // a page that asks for the first time may not have its event stream yet
    let isAsked = true
    while (!signal.aborted && (isAsked || this.#options.hub.isWatched)) {
      isAsked = false
      const begun = performance.now()
      const isAll = await this.#lookAtAll().catch(() => false)
      const every = this.#options.perSecond === undefined ? passEvery.local : passEvery.swf
      const left = isAll ? Math.max(1000, begun + every - performance.now()) : 5000
      this.#wake = new AbortController()
      const either = AbortSignal.any([signal, this.#wake.signal])
      await sleep(left, undefined, { signal: either, ref: false }).catch(() => undefined)
    }
  }

  /** One pass. Returns whether all executions were looked at. */
  async #lookAtAll(): Promise<boolean> {
    const { service, hub, now } = this.#options
    if (this.#progress.looked === 0) this.#pass++
    const begun = this.#progress
    const stop = new AbortController()
    const interrupted = AbortSignal.any([this.#ending.signal, stop.signal])
    const ended = await search(
      { client: service.client, interrupted, now },
      {
        executions: sweep(service.client, { status: 'OPEN' }, undefined, begun.cursor),
        begun,
        limit: Infinity,
        turn: this.#turn,
        waiting,
        onJudged: (info, found) => this.#take(info, found),
        onLooked: progress => {
          this.#progress = progress
          if (!this.#isComplete) this.#lookedAt = progress.looked
          this.#say(false)
          if (!hub.isWatched && begun.looked !== progress.looked && this.#options.perSecond !== undefined)
            stop.abort()
        },
      },
    )
    if (!ended.isAll) return false
    for (const [runId, { pass }] of this.#found) if (pass < this.#pass) this.#found.delete(runId)
    this.#lookedAt = ended.looked
    this.#progress = { looked: 0, cursor: {} }
    this.#isComplete = true
    this.#firstPass()
    this.#say(true)
    return true
  }

  #take(info: WorkflowExecutionInfo, found: Judged | undefined): void {
    const row = rowOf(info)
    if (found !== undefined) this.#options.onJudged(row, found)
    if (found === undefined || found.problems.length === 0) this.#found.delete(row.runId)
    else {
      const { events, problems } = found
      this.#found.set(row.runId, { row: { ...row, events, problems: wire(problems) }, pass: this.#pass })
    }
  }

  /** Looks at the runs that have changed. */
  async #rejudge(): Promise<void> {
    const { service, now } = this.#options
    const { client } = service
    for (;;) {
      const [run] = this.#changed.values()
      if (run === undefined || this.#ending.signal.aborted || !this.#options.hub.isWatched) break
      this.#changed.delete(run.runId)
      try {
        await this.#turn(this.#ending.signal)
        const found = await judged({ client, now }, run, waiting)
        const known = this.#found.get(run.runId)
        if (known !== undefined) this.#take(infoOf(known.row), found)
        else if (found !== undefined && found.problems.length > 0) {
          const query = { status: 'OPEN', workflowId: run.workflowId } as const
          for await (const { info, runId } of client.list(query, { pageSize: 1 })) {
            if (runId === run.runId) this.#take(info, found)
            break
          }
        } else if (found !== undefined) this.#options.onJudged(run, found)
      } catch {
        // the next pass comes to it
      }
    }
    this.#changed.clear() // if nobody looks any longer, the next pass comes to them
    this.#say(true)
  }

  #say(always: boolean): void {
    const now = performance.now()
    if (!always && now - this.#said < sayEvery) return
    this.#said = now
    this.#options.hub.sayState('attention', {
      lookedAt: this.#lookedAt,
      complete: this.#isComplete,
      found: this.#found.size,
    })
  }

  /** Waits until the next execution may be looked at. What runs in the background keeps to the budget of calls. */
  #turnOf({ perSecond, service }: ScanOptions): (signal: AbortSignal) => Promise<void> {
    let count = 0
    if (perSecond === undefined) {
      return async signal => {
        if (++count % atOnce === 0) await macrotask()
        signal.throwIfAborted()
      }
    }
    const pacer = new Pacer(perSecond)
    return async signal => {
      while (!service.calls.isLeft) await sleep(1000, undefined, { signal, ref: false })
      await pacer.turn(signal)
    }
  }
}

/** What SWF's list has said about an execution. */
const infoOf = ({ workflowId, runId, type, started, tags, parent, cancelRequested }: AttentionRow) =>
  ({
    execution: { workflowId, runId },
    workflowType: type,
    startTimestamp: new Date(started),
    executionStatus: 'OPEN',
    tagList: [...tags],
    cancelRequested,
    ...(parent === undefined ? {} : { parent }),
  }) satisfies WorkflowExecutionInfo
