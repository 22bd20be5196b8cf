import {
  createMachine,
  parseExecutionKey,
  type LambdaInvocation,
  type LambdaOutcome,
  type Transaction,
  type Selector,
} from '@reyield/local'
import { SimulatedExecution } from './execution.ts'

/** The one domain of a staged SWF. */
export const domain = 'test'

/**
 * Amazon SWF for one test: the local SWF's pure machine. Nothing happens by itself but what the service does at once (a
 * child starts, a signal to another execution arrives); time stands still and goes from deadline to deadline when it is
 * told to.
 */
export class SimulatedSwf {
  readonly #machine
  /** All that has happened, registrations too: another staged SWF that applies it stands where this one does. */
  readonly log: Transaction[] = []
  /** By run id, in the order of their starts. */
  readonly executions = new Map<string, SimulatedExecution>()
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

  /** Asks what an SDK would; gives nothing for a poll that finds no task. Throws SWF's faults. */
  request(action: string, input: object, selector?: Selector): Record<string, unknown> | undefined {
    const outcome = this.#machine.handle(action, input, this.now, { selector })
    if ('wait' in outcome) return undefined
    if (outcome.record !== undefined) this.#commit(outcome.record)
    return (outcome.response ?? {}) as Record<string, unknown>
  }

  /** As `request`, for what may come too late: tells whether SWF took it. */
  requestLate(action: string, input: object): boolean {
    try {
      this.request(action, input)
      return true
    } catch (error) {
      if (isUnknown(error)) return false
      throw error
    }
  }

  /** Lambda functions that have started, and are to be called. */
  get invocations(): LambdaInvocation[] {
    return this.#invocations.filter(({ runId, scheduledEventId }) => {
      const { closed, lambdas } = this.executions.get(runId)!
      return closed === undefined && lambdas.has(scheduledEventId)
    })
  }

  /** A Lambda function has ended; false if nobody waits for it any more. */
  invoked(invocation: LambdaInvocation, outcome: LambdaOutcome): boolean {
    const draft = this.#machine.invoked(invocation, outcome, this.now)
    if (draft !== undefined) this.#commit(draft)
    return draft !== undefined
  }

  /** Epoch milliseconds of the next timer or timeout. */
  get nextDeadline(): number | undefined {
    return this.#machine.nextDeadline()
  }

  /** Time goes on to the next deadline, and what is due happens: one timer or timeout. */
  passDeadline(): void {
    const at = this.nextDeadline
    if (at === undefined) return
    this.now = Math.max(this.now, at)
    this.#commit(this.#machine.due(this.now)!)
  }

  /** Time goes on to a moment before the next deadline. */
  passTo(at: number): void {
    this.now = Math.max(this.now, Math.min(at, this.nextDeadline ?? at))
  }

  /** So many milliseconds pass, and what is due in them. */
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
    const { events } = transaction
    if (events === undefined) return
    const { workflowId, runId: id } = parseExecutionKey(transaction.key)
    let execution = this.executions.get(id)
    if (execution === undefined) {
      execution = new SimulatedExecution(workflowId, id)
      this.executions.set(id, execution)
    }
    for (const event of events) execution.take(event, transaction.at)
  }
}

/** SWF doesn't know the task or the execution any more. */
export const isUnknown = (error: unknown): boolean => (error as Error).name === 'UnknownResourceFault'
