import { createClient, type Client, type Swf } from '@reyield/client'
import type { PayloadPipeline, Serializer } from '@reyield/data'
import { pipelineOf, type PayloadCoder } from '@reyield/data/internal'
import type { RunRef } from '../api/index.ts'
import { Changes } from '../live/changes.ts'
import type { EventHub } from '../live/event-hub.ts'
import { Watcher } from '../live/watcher.ts'
import type { LocalControls } from '../local/controls.ts'
import { Listing } from '../runs/listing.ts'
import { RunStore } from '../runs/run-store.ts'
import { Calls } from './calls.ts'
import { watchedPort } from './watched-port.ts'

/** How old an open history may be, in milliseconds, if SWF doesn't tell of changes. */
const maximumAge = 1500
/** How often the number of calls is said, in milliseconds. */
const sayCallsEvery = 5000

/** What a service is made of. */
export interface ServiceOptions {
  readonly swf: Swf
  readonly domain: string
  readonly serializer: Serializer
  readonly pipeline: PayloadPipeline
  readonly isRedacted: boolean
  readonly local: LocalControls | undefined
  readonly hub: EventHub
  readonly callBudget: number
  /** How often lists are read, in milliseconds. */
  readonly watchEvery: number
  /** How long a call is tried again, in milliseconds. */
  readonly retryFor: number
  readonly now: () => number
}

/** SWF as the console uses it: with counted calls, kept histories, and what has changed. */
export class Service {
  readonly client: Client
  readonly calls: Calls
  readonly runs: RunStore
  readonly listing: Listing
  readonly coder: (workflowId: string | undefined) => PayloadCoder
  /** Is called with runs that have changed; undefined: perhaps any. */
  readonly onChanged = new Set<(runs: readonly RunRef[] | undefined) => void>()
  readonly #hub: EventHub
  readonly #ends: (() => void)[] = []

  constructor({ local, hub, callBudget, now, isRedacted, domain, pipeline, ...options }: ServiceOptions) {
    this.#hub = hub
    this.calls = new Calls(callBudget, now)
    const swf = watchedPort(options.swf, options.retryFor, {
      called: () => this.calls.count(),
      reached: code =>
        hub.sayState('service', code === undefined ? { reachable: true } : { reachable: false, code }),
    })
    this.client = createClient({ swf, domain, serializer: options.serializer, pipeline })
    const codecs = pipelineOf(pipeline)
    this.coder = (workflowId = '') => ({ pipeline: codecs, context: { domain, workflowId } })
    this.runs = new RunStore({
      client: this.client,
      coder: this.coder,
      isRedacted,
      maximumAge: local?.onEvents === undefined ? maximumAge : 0,
    })
    this.listing = new Listing(this.client)
    this.onChanged.add(() => this.listing.changed())
    this.#watch(local, options.watchEvery)
    this.#sayCalls()
  }

  /** Something was done here, so what is kept of it is old. Undefined: of perhaps any run. */
  hasChanged(runs: readonly RunRef[] | undefined): void {
    if (runs === undefined) this.runs.changed(undefined)
    else for (const { runId } of runs) this.runs.changed(runId)
    this.#hub.say('executions', runs === undefined ? {} : { changed: runs })
    for (const listener of this.onChanged) listener(runs)
  }

  end(): void {
    for (const end of this.#ends) end()
  }

  /** A local SWF of this process tells of each commit. Of others, lists are read while somebody looks. */
  #watch(local: LocalControls | undefined, every: number): void {
    const hub = this.#hub
    if (local?.onEvents === undefined) {
      const watcher = new Watcher({
        client: this.client,
        hub,
        every,
        onChanged: runs => this.hasChanged(runs),
      })
      hub.onPages.add(() => watcher.look())
      this.#ends.push(() => watcher.end())
      return
    }
    const changes = new Changes(runs => this.hasChanged(runs))
    const stop = local.onEvents(({ workflowId, runId }) => {
      this.runs.changed(runId)
      changes.add({ workflowId, runId })
    })
    this.#ends.push(stop, () => changes.end())
  }

  #sayCalls(): void {
    const timer = setInterval(() => {
      const { lastMinute, budget } = this.calls
      if (this.#hub.isWatched) this.#hub.sayState('calls', { lastMinute, budget })
    }, sayCallsEvery).unref()
    this.#ends.push(() => clearInterval(timer))
  }
}
