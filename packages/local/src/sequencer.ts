import type { Clock } from './clock.ts'
import { Fault } from './fault.ts'
import type { Machine } from './machine.ts'
import { Pollers, type ParkedPoll } from './pollers.ts'
import type { Storage } from './storage/storage.ts'
import type { Draft, Transaction } from './transaction.ts'

/** How a request is to be treated while it waits. */
export interface RequestContext {
  /** Aborted when the client is gone: then it is given no task. */
  readonly signal?: AbortSignal | undefined
}

export interface SequencerOptions {
  readonly machine: Machine
  readonly storage: Storage
  readonly clock: Clock
  /** How long a poll waits for a task, in milliseconds. */
  readonly pollTime: number
  /** Told of every transaction when it is durable. */
  readonly onCommitted: (transaction: Transaction) => void
  /** The log can't be written any more: nothing is acknowledged from here on. */
  readonly onFatal: (error: unknown) => void
}

/**
 * Puts everything that happens into one order and into the log.
 *
 * - A transaction gets its place, is applied at once, and joins the commit group of the current turn.
 * - A response leaves only after the commit of all that it may have seen (heartbeats are not waited for).
 * - After each transaction: what the service does by itself, then hand-outs to polls that wait, in the same group.
 */
export class Sequencer {
  readonly #options: SequencerOptions
  readonly #pollers = new Pollers()
  #seq = 0
  #at = 0
  #group: Transaction[] = []
  #waiting: { resolve(): void; reject(error: unknown): void }[] = []
  #flushing: NodeJS.Immediate | undefined
  #wake: (() => void) | undefined
  #wakeTime: number | undefined
  #parked = new Set<{ end(): void }>()
  #failed: Fault | undefined
  #closed = false

  constructor(options: SequencerOptions) {
    this.#options = options
  }

  /** Makes the state from the log, then lets happen what is overdue. */
  open(): void {
    for (const transaction of this.#options.storage.readAll()) {
      this.#options.machine.apply(transaction)
      this.#seq = transaction.seq
      this.#at = transaction.at
    }
    this.#options.machine.ready()
    this.#settle()
    this.#happen()
  }

  /** Answers a request. Throws a Fault for what SWF refuses. */
  async request(action: string, input: unknown, context: RequestContext = {}): Promise<unknown> {
    this.#happen()
    if (this.#failed !== undefined) throw this.#failed
    try {
      const outcome = this.#options.machine.handle(action, input, this.#now())
      if ('wait' in outcome) return await this.#park(action, input, outcome, context)
      if (outcome.record === undefined) {
        await this.#durable()
      } else {
        this.#record(outcome.record)
        this.#settle()
        if (outcome.record.kind !== 'heartbeat') await this.#durable()
      }
      return outcome.response
    } catch (error) {
      if (error instanceof Fault && error !== this.#failed) await this.#durable()
      throw error
    }
  }

  /** Ends the polls that wait, with the empty answer, and commits what is left. */
  close(): void {
    this.#closed = true
    this.#wake?.()
    for (const poll of this.#parked) poll.end()
    this.#flush()
  }

  /** Parks a poll until it is given a task, its time is over, its client is gone, or the local SWF closes. */
  #park(
    action: string,
    input: unknown,
    outcome: { readonly wait: ParkedPoll['key']; readonly empty: unknown },
    { signal }: RequestContext,
  ): Promise<unknown> {
    const { machine, clock, pollTime } = this.#options
    if (this.#closed) return Promise.resolve(outcome.empty)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#pollers.leave(poll)
        this.#parked.delete(parked)
        callOff()
        signal?.removeEventListener('abort', gone)
      }
      const answer = (response: unknown) => {
        leave()
        this.#durable().then(() => resolve(response), reject)
      }
      const gone = () => {
        leave()
        reject(signal!.reason)
      }
      const poll: ParkedPoll = {
        key: outcome.wait,
        alive: () => signal?.aborted !== true,
        offer: () => {
          const again = machine.handle(action, input, this.#now())
          if ('wait' in again) return false
          if (again.record !== undefined) this.#record(again.record)
          answer(again.response)
          return true
        },
      }
      const parked = { end: () => answer(outcome.empty) }
      const callOff = clock.wakeAt(clock.now() + pollTime, parked.end, 'poll')
      if (signal?.aborted) return gone()
      try {
        this.#pollers.park(poll)
        this.#parked.add(parked)
        signal?.addEventListener('abort', gone, { once: true })
      } catch (error) {
        callOff()
        reject(error)
      }
    })
  }

  /** What is due by now happens, in order of deadlines. */
  #happen(): void {
    const { machine } = this.#options
    for (let draft = machine.due(this.#now()); draft !== undefined; draft = machine.due(this.#now())) {
      this.#record(draft)
      this.#settle()
    }
    this.#arm()
  }

  /** What follows a transaction: the service's own acts, then hand-outs to polls that wait. */
  #settle(): void {
    const { machine } = this.#options
    for (;;) {
      const draft = machine.followUp(this.#now())
      if (draft !== undefined) {
        this.#record(draft)
        continue
      }
      const keys = machine.ready()
      if (keys.length === 0) break
      for (const key of keys) this.#pollers.wake(key)
    }
    this.#arm()
  }

  #record(draft: Draft): void {
    const transaction: Transaction = { ...draft, seq: ++this.#seq, at: this.#now() }
    this.#options.machine.apply(transaction)
    this.#group.push(transaction)
    this.#flushing ??= setImmediate(() => this.#flush())
  }

  /** Resolves when all that has been recorded so far is durable. */
  #durable(): Promise<void> {
    if (this.#failed !== undefined) return Promise.reject(this.#failed)
    if (this.#group.length === 0) return Promise.resolve()
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }))
  }

  #flush(): void {
    const group = this.#group
    const waiting = this.#waiting
    this.#group = []
    this.#waiting = []
    clearImmediate(this.#flushing)
    this.#flushing = undefined
    if (group.length === 0) return
    try {
      this.#options.storage.append(group)
    } catch (error) {
      this.#failed = new Fault('com.amazon.coral.service#InternalFailure', undefined, 500)
      for (const { reject } of waiting) reject(this.#failed)
      this.#options.onFatal(error)
      return
    }
    for (const { resolve } of waiting) resolve()
    for (const transaction of group) this.#options.onCommitted(transaction)
  }

  /** Never goes back, also when the clock does. */
  #now(): number {
    this.#at = Math.max(this.#at, Math.round(this.#options.clock.now()))
    return this.#at
  }

  #arm(): void {
    const next = this.#options.machine.nextDeadline()
    if (this.#closed || next === this.#wakeTime) return
    this.#wake?.()
    this.#wakeTime = next
    this.#wake =
      next === undefined
        ? undefined
        : this.#options.clock.wakeAt(
            next,
            () => {
              this.#wakeTime = undefined
              this.#wake = undefined
              this.#happen()
            },
            'event',
          )
  }
}
