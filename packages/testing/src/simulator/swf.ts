import {
  createMachine,
  type ExecutionView,
  type LambdaInvocation,
  type LambdaOutcome,
  type Transaction,
  type Selector,
} from '@reyield/local'

/** The only domain of a simulator. */
export const domain = 'test'

/**
 * Amazon SWF for one test: the pure machine of the local SWF. Nothing happens by itself except what the service does at
 * once, such as starting a child or delivering a signal to another execution. Time stands still until the caller moves
 * it to the next deadline.
 */
export class SimulatedSwf {
  readonly #machine
  /** All transactions, registrations included. Another simulator that applies them has the same state. */
  readonly log: Transaction[] = []
  readonly #invocations: LambdaInvocation[] = []
  /** Epoch milliseconds. */
  now: number
  #runs = 0

  constructor({ start, log }: { readonly start: number; readonly log?: readonly Transaction[] }) {
    this.now = start
    this.#machine = createMachine({ randomId: () => `run/${++this.#runs}=` })
    if (log === undefined) {
      this.request('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '90' })
      return
    }
    for (const transaction of log) {
      this.now = transaction.at
      this.#apply(transaction)
    }
    this.#runs = this.executions.size
    this.#invocations.push(...this.#machine.invocations())
  }

  /** Sends a request as an SDK would. Returns `undefined` for a poll that finds no task. Throws SWF errors. */
  request(action: string, input: object, selector?: Selector): Record<string, unknown> | undefined {
    const outcome = this.#machine.handle(action, input, this.now, { selector })
    if ('wait' in outcome) return undefined
    if (outcome.record !== undefined) this.#commit(outcome.record)
    return (outcome.response ?? {}) as Record<string, unknown>
  }

  /** As `request`, for requests that may come too late. Returns whether SWF accepted it. */
  requestLate(action: string, input: object): boolean {
    try {
      this.request(action, input)
      return true
    } catch (error) {
      if (isUnknown(error)) return false
      throw error
    }
  }

  /** By run id, in the order of their starts. */
  get executions(): ReadonlyMap<string, ExecutionView> {
    return this.#machine.executions
  }

  /** Lambda functions that SWF has started and that are to be called. */
  get invocations(): LambdaInvocation[] {
    return this.#invocations.filter(({ runId, scheduledEventId }) => {
      const { lambdas } = this.executions.get(runId)!
      return [...lambdas.values()].some(one => one.scheduledEventId === scheduledEventId)
    })
  }

  /** Ends the call of a Lambda function. Returns false if its execution no longer waits for it. */
  invoked(invocation: LambdaInvocation, outcome: LambdaOutcome): boolean {
    const draft = this.#machine.invoked(invocation, outcome, this.now)
    if (draft !== undefined) this.#commit(draft)
    return draft !== undefined
  }

  /** When the next timer or timeout is due, in epoch milliseconds. */
  get nextDeadline(): number | undefined {
    return this.#machine.nextDeadline()
  }

  /** Moves time to the next deadline, and fires one timer or timeout. */
  passDeadline(): void {
    const at = this.nextDeadline
    if (at === undefined) return
    this.now = Math.max(this.now, at)
    this.#commit(this.#machine.due(this.now)!)
  }

  /** Moves time to a point before the next deadline. */
  passTo(at: number): void {
    this.now = Math.max(this.now, Math.min(at, this.nextDeadline ?? at))
  }

  /** Moves time by a number of milliseconds, and fires what is due on the way. */
  passBy(milliseconds: number): void {
    const target = this.now + milliseconds
    while ((this.nextDeadline ?? Infinity) <= target) this.passDeadline()
    this.now = target
  }

  #commit(draft: object): void {
    this.#record(draft)
    for (
      let next = this.#machine.pendingTransition(this.now);
      next;
      next = this.#machine.pendingTransition(this.now)
    ) {
      this.#record(next)
    }
    this.#invocations.push(...this.#machine.invocations())
  }

  #record(draft: object): void {
    this.#apply({ ...draft, seq: this.log.length + 1, at: this.now } as Transaction)
  }

  #apply(transaction: Transaction): void {
    this.#machine.apply(transaction)
    this.log.push(transaction)
  }
}

/** Whether SWF doesn't know the task or the execution, or no longer does. */
export const isUnknown = (error: unknown): boolean => (error as Error).name === 'UnknownResourceFault'
