import { decisionMember } from '@reyield/data/internal'
import {
  createMachine,
  parseTypeKey,
  type ChosenDeadline,
  type ChosenTransition,
  type Draft,
  type ExecutionView,
  type LambdaInvocation,
  type LambdaOutcome,
  type Outcome,
  type RequestContext,
  type Transaction,
} from '@reyield/local'

/** The only domain of a simulator. */
export const domain = 'test'

/** How a simulated SWF begins: empty at a time, or in the state that a log leads to. */
export type SwfStart = { readonly start: number } | { readonly log: readonly Transaction[] }

/**
 * Amazon SWF for one test: the pure machine of the local SWF. Time stands still until the caller moves it. With `transitions:
 * 'at once'`, what the service does by itself happens at once, such as starting a child or delivering a signal to another
 * execution. With `'chosen'`, it happens only when the caller says so (`carryOut`).
 */
export class SimulatedSwf {
  readonly #machine
  readonly #transitions: 'at once' | 'chosen'
  /** All transactions, registrations included. Another simulator that applies them has the same state. */
  readonly log: Transaction[] = []
  readonly #invocations: LambdaInvocation[] = []
  /** Kind and type of each registration in the log. */
  readonly #registered = new Set<string>()
  /** Epoch milliseconds. */
  now: number
  /** The run id of the next execution that starts. Default: a number. */
  nextRunId: string | undefined
  #runs = 0

  constructor(from: SwfStart, transitions: 'at once' | 'chosen' = 'at once') {
    this.now = 'start' in from ? from.start : 0
    this.#transitions = transitions
    this.#machine = createMachine({ randomId: () => this.#runId() })
    if ('start' in from) {
      this.request('RegisterDomain', { name: domain, workflowExecutionRetentionPeriodInDays: '90' })
      return
    }
    for (const transaction of from.log) {
      this.now = transaction.at
      this.#apply(transaction)
    }
    this.#runs = this.executions.size
    this.#invocations.push(...this.#machine.invocations())
  }

  /** Sends a request as an SDK would. Returns `undefined` for a poll that finds no task. Throws SWF errors. */
  request(
    action: string,
    input: object,
    selector?: RequestContext['selector'],
  ): Record<string, unknown> | undefined {
    const outcome = this.ask(action, input, { selector })
    if ('wait' in outcome) return undefined
    if (outcome.record !== undefined) this.commit(outcome.record)
    return (outcome.response ?? {}) as Record<string, unknown>
  }

  /** What SWF answers to a request and would record. Records nothing. */
  ask(action: string, input: object, context: RequestContext): Outcome {
    return this.#machine.handle(action, input, this.now, context)
  }

  /** Registers a type, unless it is registered. `defaults`: what its registration says. */
  register(
    kind: 'Workflow' | 'Activity',
    type: { readonly name: string; readonly version: string },
    defaults: object,
  ): void {
    if (this.#registered.has(registration(`${kind.toLowerCase()}-type-registered`, type))) return
    const { name, version } = type
    this.request(`Register${kind}Type`, { domain, name, version, ...defaults })
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
    if (draft !== undefined) this.commit(draft)
    return draft !== undefined
  }

  /** Closes another execution in the name of its decider, which isn't simulated. */
  close(execution: ExecutionView, how: 'Complete' | 'Fail' | 'Cancel', attributes: object): void {
    const { workflowId, runId } = execution
    if (execution.queued === undefined) {
      this.request('SignalWorkflowExecution', { domain, workflowId, runId, signalName: 'close' })
    }
    const taskList = { name: execution.queued!.taskList }
    const { taskToken } = this.request('PollForDecisionTask', { domain, taskList }, { runId })!
    const decisionType = `${how}WorkflowExecution`
    const decisions = [{ decisionType, [decisionMember(decisionType)]: attributes }]
    this.request('RespondDecisionTaskCompleted', { taskToken, decisions })
  }

  /** What SWF still has to do by itself for an execution. Always empty with transitions `at once`. */
  pending(runId: string): readonly ChosenTransition[] {
    return this.#machine.pending(runId)
  }

  /** Lets SWF do something that is pending. */
  carryOut(chosen: ChosenTransition): void {
    this.commit(this.#machine.pendingTransition(this.now, chosen)!)
  }

  /** Lets a timer fire or a timeout pass now, due or not. */
  expire(chosen: ChosenDeadline): void {
    this.commit(this.#machine.expire(chosen, this.now)!)
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
    this.commit(this.#machine.due(this.now)!)
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

  /** Records a transaction. */
  commit(draft: Draft): void {
    this.#record(draft)
    if (this.#transitions === 'at once') {
      for (
        let next = this.#machine.pendingTransition(this.now);
        next;
        next = this.#machine.pendingTransition(this.now)
      ) {
        this.#record(next)
      }
    }
    this.#invocations.push(...this.#machine.invocations())
  }

  #runId(): string {
    this.#runs++
    const id = this.nextRunId ?? `run/${this.#runs}=`
    this.nextRunId = undefined
    return id
  }

  #record(draft: Draft): void {
    this.#apply({ ...draft, seq: this.log.length + 1, at: this.now })
  }

  #apply(transaction: Transaction): void {
    this.#machine.apply(transaction)
    this.log.push(transaction)
    const { kind, key } = transaction
    if (kind.endsWith('-type-registered')) this.#registered.add(registration(kind, parseTypeKey(key)))
  }
}

const registration = (kind: string, { name, version }: { readonly name: string; readonly version: string }) =>
  `${kind} ${name}/${version}`

/** Whether SWF doesn't know the task or the execution, or no longer does. */
export const isUnknown = (error: unknown): boolean => (error as Error).name === 'UnknownResourceFault'
