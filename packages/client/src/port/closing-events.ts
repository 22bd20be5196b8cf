import { randomUUID } from 'node:crypto'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Caller } from './lean/caller.ts'
import { datesIn } from './lean/timestamps.ts'
import { isPassing } from './retrying.ts'
import type { CallOptions } from './swf.ts'
import { realTimers, type Timers } from './timers.ts'

/** The run that a wait is for. */
interface Run {
  readonly domain: string
  readonly workflowId: string
  readonly runId: string
}

interface Wait {
  readonly run: Run
  resolve(event: HistoryEvent | undefined): void
  reject(error: Error): void
}

/** The response to GetClosingEvents. */
interface Outcomes {
  readonly closed: readonly { readonly id: number; readonly event: HistoryEvent }[]
  readonly failed: readonly { readonly id: number; readonly __type: string; readonly message?: string }[]
}

/** A request that has been sent. */
interface Sent {
  readonly session: string
  readonly added: readonly number[]
  readonly removed: readonly number[]
  /** How many waits had begun when it was sent. */
  readonly begun: number
  readonly aborting: AbortController
}

/** The most waits that a request adds or removes. */
const mostChanges = 500

/** The longest time that a request waits, in seconds. A call times out after 70. */
const waitSeconds = 50

/** The waits before another try, in milliseconds: the first one, which doubles up to the longest one. */
const firstPause = 50
const longestPause = 1000

/**
 * All waits of a port for runs to close, with one request of a local SWF (docs/local-swf/README.md, "Waiting for executions"). A request
 * that waits is replaced when a wait is added, so the port uses two connections at most.
 *
 * What the server is told is repeated until a response confirms it, and it returns an event until it's told that the event has
 * arrived. So lost requests and responses lose nothing. After a restart it doesn't know the session, and gets all waits again.
 */
export class ClosingEvents {
  readonly #call: Caller
  readonly #timers: Timers
  readonly #waits = new Map<number, Wait>()
  /** Waits that no response has confirmed, and ids of waits that are over. */
  readonly #adding = new Map<number, Run>()
  readonly #removing = new Set<number>()
  readonly #sent = new Set<Sent>()
  #session: string | undefined
  #begun = 0
  #scheduled = false
  /** Whether the server has confirmed the session. */
  #known = false
  #failures = 0
  /** Set while the port waits before another try. */
  #pause: AbortController | undefined

  constructor(call: Caller, timers: Timers = realTimers) {
    this.#call = call
    this.#timers = timers
  }

  /** Resolves with the event that closes a run, or with undefined if the endpoint doesn't offer the wait. */
  wait(run: Run, { abortSignal }: CallOptions = {}): Promise<HistoryEvent | undefined> {
    return new Promise((resolve, reject) => {
      if (abortSignal?.aborted === true) return reject(abortSignal.reason as Error)
      const id = ++this.#begun
      const leave = () => abortSignal?.removeEventListener('abort', abort)
      const abort = () => {
        this.#end(id)
        reject(abortSignal!.reason as Error)
        if (this.#waits.size === 0) this.#stop()
      }
      abortSignal?.addEventListener('abort', abort, { once: true })
      const { domain, workflowId, runId } = run
      this.#waits.set(id, {
        run: { domain, workflowId, runId },
        resolve: event => {
          leave()
          resolve(event)
        },
        reject: error => {
          leave()
          reject(error)
        },
      })
      this.#adding.set(id, { domain, workflowId, runId })
      this.#schedule()
    })
  }

  /** Ends all waits with an error. */
  close(): void {
    const error = Object.assign(new Error('The port was closed'), { name: 'AbortError' })
    for (const id of this.#waits.keys()) this.#end(id)?.reject(error)
    this.#stop()
  }

  /** Nothing is left to wait for. */
  #stop(): void {
    for (const { aborting } of this.#sent) aborting.abort()
    this.#pause?.abort()
  }

  #end(id: number): Wait | undefined {
    const wait = this.#waits.get(id)
    this.#waits.delete(id)
    this.#adding.delete(id)
    this.#removing.add(id)
    return wait
  }

  /** Waits that begin in the same turn share a request. */
  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#send()
    })
  }

  #send(): void {
    if (this.#waits.size === 0 || this.#pause !== undefined) return
    const [waiting] = this.#sent
    if (this.#sent.size > 1 || waiting?.begun === this.#begun) return
    this.#session ??= randomUUID()
    const sent: Sent = {
      session: this.#session,
      added: first(mostChanges, this.#adding.keys()),
      removed: first(mostChanges, this.#removing),
      begun: this.#begun,
      aborting: new AbortController(),
    }
    this.#sent.add(sent)
    const { session, added, removed, aborting } = sent
    // what doesn't fit is sent when this request has been answered
    const isAll = added.length === this.#adding.size && removed.length === this.#removing.size
    const input = {
      session,
      create: !this.#known,
      add: added.map(id => ({ id, ...this.#adding.get(id)! })),
      remove: removed,
      waitSeconds: isAll ? waitSeconds : 0,
    }
    this.#call('LocalSwf.GetClosingEvents', input, { abortSignal: aborting.signal })
      .then(
        output => this.#received(sent, output as unknown as Outcomes),
        (error: unknown) => this.#failed(sent, error as Error),
      )
      .finally(() => this.#schedule())
  }

  #received(sent: Sent, { closed, failed }: Outcomes): void {
    this.#sent.delete(sent)
    this.#failures = 0
    if (sent.session === this.#session) {
      this.#known = true
      for (const id of sent.added) this.#adding.delete(id)
      for (const id of sent.removed) this.#removing.delete(id)
    }
    datesIn({ events: closed.map(({ event }) => event) })
    for (const { id, event } of closed) this.#end(id)?.resolve(event)
    for (const { id, __type, message } of failed) this.#end(id)?.reject(refusal(__type, message))
  }

  #failed(sent: Sent, error: Error): void {
    this.#sent.delete(sent)
    if (sent.aborting.signal.aborted) return
    if (isPassing(error)) return this.#pauseAfterFailure()
    if (sent.session !== this.#session) return
    if (error.name === 'UnknownResourceFault' && this.#known) return this.#sendAllAgain()
    // `result()` polls instead. If the reason isn't that the server lacks the action or the room for it, polling fails as well
    const isFull = error.name === 'LimitExceededFault' && sent.added.length > 0
    for (const id of isFull ? sent.added : [...this.#waits.keys()]) this.#end(id)?.resolve(undefined)
  }

  /** The server doesn't know the session, because it was started again or hasn't heard of it for long. */
  #sendAllAgain(): void {
    this.#session = undefined
    this.#known = false
    this.#removing.clear()
    for (const [id, { run }] of this.#waits) this.#adding.set(id, run)
  }

  #pauseAfterFailure(): void {
    const pause = Math.min(firstPause * 2 ** this.#failures++, longestPause) * (0.5 + Math.random() / 2)
    if (this.#pause !== undefined) return
    this.#pause = new AbortController()
    this.#timers
      .sleep(pause, { signal: this.#pause.signal })
      .catch(() => undefined) // nothing is left to wait for
      .finally(() => {
        this.#pause = undefined
        this.#schedule()
      })
  }
}

function first<T>(count: number, items: Iterable<T>): T[] {
  const found: T[] = []
  for (const item of items) {
    if (found.length === count) break
    found.push(item)
  }
  return found
}

/** The error of a wait that SWF refuses, as that of a call. */
const refusal = (type: string, message: string | undefined): Error =>
  Object.assign(new Error(message || 'UnknownError'), {
    name: type.slice(type.indexOf('#') + 1),
    $fault: 'client',
    $metadata: { httpStatusCode: 400 },
  })
