import { request, type IncomingHttpHeaders } from 'node:http'
import { createClient, register, type Client } from '@reyield/client'
import {
  createLocalSwf,
  skippableClock,
  type CommittedEvents,
  type LocalSwf,
  type SkippableClock,
} from '@reyield/local'
import { startConsole, type ConsoleOptions, type RunningConsole } from '../../src/index.ts'

/** The domain of these tests. */
export const domain = 'shop'

/** What a server has answered. */
export interface Answered {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request as it is on the wire: unlike fetch, it sends any `Host` and any path. */
export interface Sent {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Sends a request to a port of this machine. */
export const send = (
  port: number,
  { method = 'GET', path = '/api/session', headers = {}, body }: Sent,
): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })

/** A console over a local SWF of this process, and what tests ask of it. */
export class Rig {
  readonly local: LocalSwf
  readonly clock: SkippableClock
  readonly console: RunningConsole
  readonly client: Client

  constructor(local: LocalSwf, clock: SkippableClock, console: RunningConsole) {
    this.local = local
    this.clock = clock
    this.console = console
    this.client = createClient({ swf: local.swf, domain })
  }

  /** Asks an endpoint, with the token. The answer is its JSON, with its status if that isn't 200. */
  async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.console.address.slice(0, -1)}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.console.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const value: unknown = await response.json()
    return response.status === 200 ? value : { status: response.status, ...(value as object) }
  }

  get = <T = unknown>(path: string): Promise<T> => this.ask('GET', path) as Promise<T>

  post = <T = unknown>(path: string, body: unknown = {}): Promise<T> =>
    this.ask('POST', path, body) as Promise<T>

  async close(): Promise<void> {
    await this.console.close()
    await this.local.close()
  }
}

/** Starts a local SWF with a domain and the type `order`, and a console over it. */
export async function openRig(options: Partial<ConsoleOptions> = {}, pollSeconds = 0): Promise<Rig> {
  const clock = skippableClock({ wall: () => Date.UTC(2026, 0, 1), monotonic: () => 0 })
  const listeners = new Set<(of: CommittedEvents) => void>()
  const local = await createLocalSwf({
    clock,
    pollSeconds,
    onEvents: committed => {
      for (const listener of listeners) listener(committed)
    },
  })
  await register(local.swf, { domain })
  await local.swf.registerWorkflowType({
    domain,
    name: 'order',
    version: '1.0',
    defaultTaskList: { name: 'orders' },
    defaultTaskStartToCloseTimeout: '10',
    defaultExecutionStartToCloseTimeout: '3600',
    defaultChildPolicy: 'TERMINATE',
  })
  const console = await startConsole({
    swf: local.swf,
    domain,
    place: 'local SWF',
    port: 0,
    local: {
      onEvents(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
      now: () => clock.now(),
      nextDeadline: () => local.nextDeadline(),
      skipTo: time => clock.skipTo(time),
      setFaults: faults => local.setFaults(faults),
    },
    ...options,
  })
  return new Rig(local, clock, console)
}

/** Starts an execution of `order`. */
export async function startOrder({ local }: Rig, workflowId: string, input?: string, tagList: string[] = []) {
  const { runId } = await local.swf.startWorkflowExecution({
    domain,
    workflowId,
    workflowType: { name: 'order', version: '1.0' },
    tagList,
    ...(input === undefined ? {} : { input }),
  })
  return { workflowId, runId: runId! }
}

/** The address of a run. */
export const addressOf = ({ workflowId, runId }: { readonly workflowId: string; readonly runId: string }) =>
  `/api/executions/${encodeURIComponent(workflowId)}/${encodeURIComponent(runId)}`
