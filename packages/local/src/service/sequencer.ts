import type { Clock } from '../clock/clock.ts'
import { ClockWatch, type ClockState } from '../clock/clock-watch.ts'
import { CommitGroup, type CommitGroupOptions } from './commit-group.ts'
import { Compaction } from './compaction.ts'
import { LocalSwfError, type LocalSwfWarning } from '../errors.ts'
import { SwfError, UnknownDomainError } from '../model/swf-error.ts'
import { RunningFunctions } from '../lambda/running-functions.ts'
import type { LambdaInvocation, LambdaOutcome } from '../machine/lambda-invocations.ts'
import type { Invoke } from '../lambda/invoke.ts'
import type { Machine } from '../machine/machine.ts'
import type { PollKey } from '../machine/outcome.ts'
import { Pollers, type ParkedPoll } from './pollers.ts'
import { defaultRegion } from '../model/regions.ts'
import { UndeliveredTasks } from './undelivered-tasks.ts'
import type { Throttle } from './throttle.ts'
import { replay } from '../storage/replay.ts'
import type { Draft, Transaction } from '../machine/transaction.ts'

/** How a request is to be treated while it waits. */
export interface ClientContext {
  /** Aborted when the client is gone: then it is given no task. */
  readonly signal?: AbortSignal | undefined
  /** The region that the request was signed for; undefined: for none. */
  readonly region?: string | undefined
}

/** What the transports ask. */
export interface Requests {
  /** Answers a request. Throws a Fault for what SWF refuses. */
  request(action: string, input: unknown, context?: ClientContext): Promise<unknown>
  /** The answer to a poll could not be delivered: its task goes to the next poll of the list. */
  returnTask(action: string, input: unknown, response: unknown, context?: ClientContext): void
}

export interface SequencerOptions extends CommitGroupOptions {
  readonly machine: Machine
  readonly clock: Clock
  /** Told of what is noteworthy and needs no reaction of the local SWF. */
  readonly onWarning?: (warning: LocalSwfWarning) => void
  /** How long a poll waits for a task, in milliseconds. */
  readonly pollTime: number
  /** Refuses requests that are over their rate; without it there are no rates. */
  readonly throttle?: Pick<Throttle, 'admit'> | undefined
  /** The region that a request counts to. Default: `us-east-1` for all. */
  readonly regionOf?: ((context: ClientContext) => string) | undefined
  /** Told when a request asks for a domain that its region doesn't have. */
  readonly onUnknownDomain?: ((unknown: UnknownDomainError, region: string) => void) | undefined
  /** Invokes Lambda functions; without it they time out. */
  readonly invoke?: Invoke | undefined
}

/**
 * Puts everything that happens into one order and into the log.
 *
 * - A transaction gets its place, is applied at once, and joins the commit group of the current turn.
 * - A response leaves only after the commit of all that it may have seen (heartbeats are not waited for).
 * - After each transaction: what the service does by itself, then hand-outs to polls that wait, in the same group.
 * - Closed executions whose retention has passed are removed some hundreds at a time, and so are their rows after that.
 * - Lambda functions are invoked when their start is durable, again after a restart if they hadn't ended.
 */
export class Sequencer implements Requests {
  readonly #options: SequencerOptions
  readonly #group: CommitGroup
  readonly #pollers: Pollers
  readonly #clockWatch: ClockWatch
  readonly #undeliveredTasks = new UndeliveredTasks()
  readonly #parked = new Set<{ end(): void }>()
  readonly #functions: RunningFunctions | undefined
  readonly #compaction: Compaction
  #expiring: NodeJS.Immediate | undefined
  #seq = 0
  #at = 0
  #wake: (() => void) | undefined
  #wakeTime: number | undefined
  #pollsEnded = false
  #closed = false

  constructor(options: SequencerOptions) {
    this.#options = options
    this.#pollers = new Pollers(options.machine.limits.pollers)
    this.#group = new CommitGroup({
      ...options,
      onFatal: reason => {
        this.#wake?.()
        this.endPolls()
        options.onFatal(reason)
      },
    })
    this.#compaction = new Compaction({
      // what makes a row obsolete is durable before the row is removed
      remove: seqs => {
        this.#group.flush()
        if (this.#group.failed === undefined) options.storage.remove(seqs)
      },
      failed: error => this.#group.fail(error),
    })
    const { invoke, clock, onWarning = () => undefined } = options
    this.#clockWatch = new ClockWatch({ clock, onWarning, record: () => this.#recordTime() })
    if (invoke === undefined) return
    this.#functions = new RunningFunctions({
      invoke,
      clock,
      durable: () => this.#group.durable(),
      ended: (invocation, outcome) => this.#functionEnded(invocation, outcome),
    })
  }

  /** Makes the state from the log, then lets happen what is overdue. */
  open(): void {
    const { machine, storage, clock } = this.#options
    const last = replay(storage, transaction => machine.apply(transaction))
    this.#seq = last?.seq ?? 0
    this.#at = last?.at ?? 0
    clock.reach?.(this.#at)
    this.#readClock()
    machine.ready()
    this.#failingOnError(() => this.#processPending())
    this.#catchUp()
    this.#group.flush()
    if (this.#group.failed !== undefined) throw this.#group.failed.reason
    this.#clockWatch.open()
  }

  /** How its time stands to that of the machine. */
  get clock(): ClockState {
    return this.#clockWatch.state
  }

  /** Whether the log can no longer be written. */
  get failed(): boolean {
    return this.#group.failed !== undefined
  }

  /** Answers a request. Throws a Fault for what SWF refuses. */
  async request(action: string, input: unknown, context: ClientContext = {}): Promise<unknown> {
    if (this.#closed)
      throw new LocalSwfError('SERVER_CLOSED', `The local SWF is closed: ${action} came too late`)
    this.#catchUp()
    if (this.#group.failed !== undefined) throw this.#group.failed.error
    if (action.startsWith('PollFor')) context.signal?.throwIfAborted()
    const region = this.#regionOf(context)
    this.#options.throttle?.admit(action, input, this.#at, region)
    try {
      const outcome = this.#options.machine.handle(action, input, this.#at, { region })
      if ('wait' in outcome) {
        return this.#takeUndelivered(outcome.wait) ?? (await this.#park(action, input, outcome, context))
      }
      const { record, response } = outcome
      if (record !== undefined) {
        this.#failingOnError(() => {
          this.#record(record)
          this.#processPending()
        })
      }
      if (record?.kind !== 'heartbeat' || this.#group.failed !== undefined) await this.#group.durable()
      return response
    } catch (error) {
      if (error instanceof UnknownDomainError) this.#options.onUnknownDomain?.(error, region)
      if (error instanceof SwfError && error.status < 500) await this.#group.durable()
      throw error
    }
  }

  returnTask(action: string, input: unknown, response: unknown, context: ClientContext = {}): void {
    const { taskToken } = response as { taskToken?: string }
    const { domain, taskList, nextPageToken } = input as {
      domain: string
      taskList: { name: string }
      nextPageToken?: string
    }
    if (taskToken === undefined || nextPageToken !== undefined || this.#closed) return
    const kind = action === 'PollForDecisionTask' ? 'decision' : 'activity'
    const region = this.#regionOf(context)
    const key: PollKey = { kind, region, domain, taskList: taskList.name }
    this.#undeliveredTasks.add(key, response)
    this.#catchUp()
    this.#failingOnError(() => this.#pollers.wake(key))
  }

  /** The log is lost: nothing is acknowledged from now on, as after a commit that failed. */
  fail(reason: unknown): void {
    if (!this.#closed) this.#group.fail(reason)
  }

  #regionOf(context: ClientContext): string {
    return this.#options.regionOf?.(context) ?? defaultRegion
  }

  /** Ends the polls that wait, with the empty answer; those that come from here on don't wait. */
  endPolls(): void {
    this.#pollsEnded = true
    for (const poll of this.#parked) poll.end()
  }

  /** Ends polls, commits what is left, and takes nothing more. */
  close(): void {
    this.endPolls()
    this.#clockWatch.close()
    this.#group.flush()
    this.#failingOnError(() => this.#compaction.end())
    this.#closed = true
    this.#functions?.end()
    clearImmediate(this.#expiring)
    this.#wake?.()
  }

  #takeUndelivered(key: PollKey): unknown {
    return this.#undeliveredTasks.take(key, token => this.#options.machine.isStarted(token))
  }

  /** Parks a poll until it is given a task, its time is over, its client is gone, or the local SWF closes. */
  #park(
    action: string,
    input: unknown,
    outcome: { readonly wait: PollKey; readonly empty: unknown },
    { signal }: ClientContext,
  ): Promise<unknown> {
    const { machine, clock, pollTime } = this.#options
    if (this.#pollsEnded || pollTime === 0) return this.#group.durable().then(() => outcome.empty)
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#pollers.leave(poll)
        this.#parked.delete(parked)
        callOff()
        signal?.removeEventListener('abort', gone)
      }
      const answer = (response: unknown) => {
        leave()
        this.#group.durable().then(() => resolve(response), reject)
      }
      const refuse = (error: unknown) => {
        leave()
        reject(error)
      }
      const gone = () => refuse(signal!.reason)
      const poll: ParkedPoll = {
        key: outcome.wait,
        alive: () => signal?.aborted !== true,
        offer: () => {
          let again
          try {
            again = machine.handle(action, input, this.#at, { region: outcome.wait.region })
          } catch (error) {
            refuse(error)
            return true
          }
          if ('wait' in again) {
            const undelivered = this.#takeUndelivered(again.wait)
            if (undelivered === undefined) return false
            answer(undelivered)
            return true
          }
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
        refuse(error)
      }
    })
  }

  /** What is due by now happens, in order of deadlines. */
  #catchUp(): void {
    const { machine } = this.#options
    this.#readClock()
    this.#failingOnError(() => {
      for (let draft = machine.due(this.#at); draft !== undefined; draft = machine.due(this.#at)) {
        this.#record(draft)
        this.#processPending()
      }
      this.#expire()
      this.#scheduleWake()
    })
  }

  /** Removes some closed executions whose retention has passed; the others in the next turn. */
  #expire(): void {
    const { machine } = this.#options
    const draft = machine.expiry(this.#at)
    if (draft !== undefined) {
      this.#record(draft)
      this.#undeliveredTasks.forget(token => !machine.isStarted(token))
      this.#expiring ??= setImmediate(() => {
        this.#expiring = undefined
        this.#catchUp()
      })
    }
    this.#compaction.add(machine.obsolete())
  }

  /** What follows a transaction: the service's own acts, then hand-outs to polls that wait. */
  #processPending(): void {
    const { machine } = this.#options
    for (;;) {
      const draft = machine.pendingTransition(this.#at)
      if (draft !== undefined) {
        this.#record(draft)
        continue
      }
      const keys = machine.ready()
      if (keys.length === 0) break
      for (const key of keys) this.#pollers.wake(key)
    }
    for (const invocation of machine.invocations()) void this.#functions?.start(invocation)
    this.#scheduleWake()
  }

  /** A Lambda function has ended. */
  #functionEnded(invocation: LambdaInvocation, outcome: LambdaOutcome): void {
    this.#catchUp()
    this.#failingOnError(() => {
      const draft = this.#options.machine.invoked(invocation, outcome, this.#at)
      if (draft === undefined) return
      this.#record(draft)
      this.#processPending()
    })
  }

  /** Time goes on from here after a restart. */
  #recordTime(): void {
    this.#catchUp()
    this.#failingOnError(() => this.#record({ kind: 'clock', key: '' }))
  }

  #record(draft: Draft): void {
    const { kind, key, events, data } = draft
    const transaction: Transaction = { seq: ++this.#seq, at: this.#at, kind, key, events, data }
    this.#options.machine.apply(transaction)
    this.#group.add(transaction)
  }

  /** A mistake of ours while the state changes leaves it in doubt: it counts as a log that can't be written. */
  #failingOnError(work: () => void): void {
    if (this.#group.failed !== undefined || this.#closed) return
    try {
      work()
    } catch (error) {
      this.#group.fail(error)
    }
  }

  /** Looks at the clock: once for a request and all that it brings about. Time never goes back, also when the clock does. */
  #readClock(): void {
    this.#at = Math.max(this.#at, Math.round(this.#options.clock.now()))
  }

  #scheduleWake(): void {
    const next = this.#options.machine.nextDeadline()
    if (next === this.#wakeTime) return
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
              this.#catchUp()
            },
            'event',
          )
  }
}
