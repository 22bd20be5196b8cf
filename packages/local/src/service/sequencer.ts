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
import type { NextDeadline } from '../machine/next-deadline.ts'
import type { AcceptedRequest, PollKey } from '../machine/outcome.ts'
import { Pollers, type ParkedPoll } from './pollers.ts'
import { defaultRegion } from '../model/regions.ts'
import { UndeliveredTasks } from './undelivered-tasks.ts'
import type { Throttle } from './throttle.ts'
import { replay } from '../storage/replay.ts'
import type { Draft, Transaction, WireEvent } from '../machine/transaction.ts'

/** What is known about the client of a request. */
export interface ClientContext {
  /** Aborted when the client has left. Then its poll gets no task. */
  readonly signal?: AbortSignal | undefined
  /** The region that the request is signed for. Undefined if it isn't signed. */
  readonly region?: string | undefined
}

/** Handles the requests that transports accept. */
export interface Requests {
  /** Handles a request and returns the response. Throws a SwfError if SWF refuses the request. */
  request(action: string, input: unknown, context?: ClientContext): Promise<unknown>
  /** Must be called if the response to a poll couldn't be delivered. The next poll of the list gets the task. */
  returnTask(action: string, input: unknown, response: unknown, context?: ClientContext): void
}

export interface SequencerOptions extends CommitGroupOptions {
  readonly machine: Machine
  readonly clock: Clock
  /** Called with warnings. Default: they are ignored. */
  readonly onWarning?: (warning: LocalSwfWarning) => void
  /** How long a poll waits for a task, in milliseconds. */
  readonly pollTime: number
  /** Refuses requests that exceed their rate limit. Without it, there are no limits. */
  readonly throttle?: Pick<Throttle, 'admit'> | undefined
  /** Returns the region to which a request belongs. Default: `us-east-1` for all. */
  readonly regionOf?: ((context: ClientContext) => string) | undefined
  /** Called when a request names a domain that its region doesn't have. */
  readonly onUnknownDomain?: ((unknown: UnknownDomainError, region: string) => void) | undefined
  /** Invokes Lambda functions. Without it, they time out. */
  readonly invoke?: Invoke | undefined
}

/**
 * Puts all requests and deadlines into one order, and records them in the log.
 *
 * - A transaction gets its number, is applied at once, and is committed at the end of the turn with the others of the turn.
 * - A response is sent only after everything that it can depend on is committed. Only heartbeats are acknowledged before.
 * - After each transaction come its pending transitions, and then waiting polls get tasks, all in the same commit.
 * - Closed executions whose retention has passed are removed some hundreds at a time, and then their rows in the log.
 * - Lambda functions are invoked when their start is durable, and again after a restart if they hadn't ended.
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

  /** Computes the state from the log. Then timers and timeouts that are already due happen. */
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

  /** Compares the time of the local SWF with the clock of this machine. */
  get clock(): ClockState {
    return this.#clockWatch.state
  }

  /** The next timer or timeout of all executions. */
  get nextDeadline(): NextDeadline | undefined {
    return this.#options.machine.describeNextDeadline()
  }

  /** Whether the log can no longer be written. */
  get failed(): boolean {
    return this.#group.failed !== undefined
  }

  /** It isn't async itself: each layer of promises costs as much as a part of the request. */
  request(action: string, input: unknown, context: ClientContext = {}): Promise<unknown> {
    try {
      this.#begin(action)
      if (action.startsWith('PollFor')) context.signal?.throwIfAborted()
      const region = this.#regionOf(context)
      this.#options.throttle?.admit(action, input, this.#at, region)
      return this.#respond(action, input, context, region)
    } catch (error) {
      return Promise.reject(error)
    }
  }

  /**
   * The last event of a run, when it's durable. It isn't subject to rate limits.
   *
   * @throws SwfError UnknownResourceFault, ValidationException
   */
  async lastEvent(
    { domain, workflowId, runId }: { domain: string; workflowId: string; runId: string },
    context: ClientContext,
  ): Promise<WireEvent> {
    const action = 'GetWorkflowExecutionHistory'
    this.#begin(action)
    const input = { domain, execution: { workflowId, runId }, reverseOrder: true, maximumPageSize: 1 }
    const { events } = (await this.#respond(action, input, context, this.#regionOf(context))) as {
      events: readonly WireEvent[]
    }
    return events[0]!
  }

  /** Checks that requests are served, and lets happen what is due. */
  #begin(action: string): void {
    if (this.#closed)
      throw new LocalSwfError('SERVER_CLOSED', `The local SWF is closed, so it can't handle ${action}`)
    this.#catchUp()
    if (this.#group.failed !== undefined) throw this.#group.failed.error
  }

  async #respond(action: string, input: unknown, context: ClientContext, region: string): Promise<unknown> {
    try {
      const handle = this.#options.machine.accept(action, input)
      const outcome = handle(this.#at, { region })
      if ('wait' in outcome) {
        return this.#takeUndelivered(outcome.wait) ?? (await this.#park(handle, outcome, context))
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

  /** Must be called if the log is lost. Nothing is acknowledged from then on, as after a failed commit. */
  fail(reason: unknown): void {
    if (!this.#closed) this.#group.fail(reason)
  }

  #regionOf(context: ClientContext): string {
    return this.#options.regionOf?.(context) ?? defaultRegion
  }

  /** Ends waiting polls with an empty response. Later polls don't wait. */
  endPolls(): void {
    this.#pollsEnded = true
    for (const poll of this.#parked) poll.end()
  }

  /** Ends waiting polls, commits what isn't committed yet, and refuses all further requests. */
  close(): void {
    this.endPolls()
    this.#clockWatch.close()
    this.#group.flush()
    this.#failingOnError(() => this.#compaction.end())
    this.#closed = true
    this.#functions?.abortAll()
    clearImmediate(this.#expiring)
    this.#wake?.()
  }

  #takeUndelivered(key: PollKey): unknown {
    return this.#undeliveredTasks.take(key, token => this.#options.machine.isStarted(token))
  }

  /** In this process, a client that polls again at once would otherwise keep the event loop from all other work. */
  async #emptyInNextTurn(empty: unknown): Promise<unknown> {
    await new Promise(resolve => setImmediate(resolve))
    await this.#group.durable()
    return empty
  }

  /** Lets a poll wait until it gets a task, its time is over, its client leaves, or the local SWF closes. */
  #park(
    handle: AcceptedRequest,
    outcome: { readonly wait: PollKey; readonly empty: unknown },
    { signal }: ClientContext,
  ): Promise<unknown> {
    const { clock, pollTime } = this.#options
    if (this.#pollsEnded || pollTime === 0) return this.#emptyInNextTurn(outcome.empty)
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
            again = handle(this.#at, { region: outcome.wait.region })
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

  /** Records the timers and timeouts that are due by now, in the order of their deadlines. */
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

  /** Removes some closed executions whose retention has passed. The others follow in the next turn. */
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

  /** Carries out the pending transitions of a transaction, and then gives tasks to waiting polls. */
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

  /** Records how a Lambda function ended. */
  #functionEnded(invocation: LambdaInvocation, outcome: LambdaOutcome): void {
    this.#catchUp()
    this.#failingOnError(() => {
      const draft = this.#options.machine.invoked(invocation, outcome, this.#at)
      if (draft === undefined) return
      this.#record(draft)
      this.#processPending()
    })
  }

  /** Records the current time, from which time continues after a restart. */
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

  /** An unexpected error while the state changes may leave it inconsistent, so it's handled like a failed commit. */
  #failingOnError(work: () => void): void {
    if (this.#group.failed !== undefined || this.#closed) return
    try {
      work()
    } catch (error) {
      this.#group.fail(error)
    }
  }

  /** Reads the clock, once for a request and its consequences. Time never goes back, even if the clock does. */
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
