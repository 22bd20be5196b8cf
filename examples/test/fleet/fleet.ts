import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createClient, type Client, type RunHandle } from '@reyield/client'
import { createLocalSwf, type LocalSwf } from '@reyield/local'
import { startProcess, type Running } from '../../start/processes.ts'
import type { Order } from './orders.ts'
import { order } from './second-build.ts'

export type Role = 'decider' | 'worker'
export type Build = 'first' | 'second'

/** A run of an activity, as its worker has written it. */
export interface ActivityRun {
  readonly workflowId: string
  readonly step: string
  readonly pid: number
}

/** An execution that has closed. */
export interface Closed {
  readonly workflowId: string
  readonly given: Order
  readonly result: unknown
  readonly events: readonly HistoryEvent[]
}

/** Deciders and activity workers in processes of their own, and executions that they work on. */
export class Fleet implements AsyncDisposable {
  readonly client: Client
  /** The executions that have closed so far. */
  readonly closed: Closed[] = []
  readonly #local: LocalSwf
  readonly #url: string
  readonly #runs = join(mkdtempSync(join(tmpdir(), 'reyield-fleet-')), 'runs')
  readonly #processes = new Set<Running>()

  private constructor(local: LocalSwf, url: string) {
    this.#local = local
    this.#url = url
    this.client = createClient({ swf: local.swf, domain: 'fleet' })
    writeFileSync(this.#runs, '')
  }

  static async start(): Promise<Fleet> {
    const local = await createLocalSwf()
    return new Fleet(local, (await local.listen()).url)
  }

  /** Starts a process. Resolves when it polls. */
  async add(role: Role, build: Build): Promise<Running> {
    const added = startProcess('test/fleet', role, {
      SWF_ENDPOINT: this.#url,
      SWF_DOMAIN: 'fleet',
      REYIELD_BUILD_ID: build,
      FLEET_RUNS: this.#runs,
    })
    this.#processes.add(added)
    await added.ready
    return added
  }

  /** Starts a process in the place of another one, which gets SIGTERM. Returns the new one, and how the old one has ended. */
  async replace(old: Running, role: Role, build: Build): Promise<[Running, number | NodeJS.Signals | null]> {
    const added = await this.add(role, build)
    await old.stop()
    this.#processes.delete(old)
    return [added, old.child.exitCode ?? old.child.signalCode]
  }

  /** Keeps some executions open until `isEnough`, then starts as many again, and waits for all. */
  async work(lanes: number, isEnough: () => boolean): Promise<void> {
    let id = 0
    const lane = async () => {
      for (let isLast = false; !isLast;) {
        isLast = isEnough()
        const given: Order = { id: ++id, milliseconds: 50 + ((id * 37) % 300) }
        const workflowId = `order-${id}`
        const handle = (await this.client.start(order, given, { workflowId })) as RunHandle<unknown>
        const result = await handle.result()
        this.closed.push({ workflowId, given, result, events: await handle.history() })
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
  }

  activityRuns(): ActivityRun[] {
    const lines = readFileSync(this.#runs, 'utf8').trimEnd().split('\n')
    return lines.map(line => {
      const [workflowId, step, pid] = line.split(' ') as [string, string, string]
      return { workflowId, step, pid: Number(pid) }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#processes].map(one => one.stop({ now: true })))
    await this.#local.close()
  }
}
