import { expect } from 'vitest'
import { parseExecutionKey } from '../src/machine/keys.ts'
import { createMachine } from '../src/machine/machine.ts'
import type {
  LambdaInvocation,
  LambdaOutcome,
  Machine,
  MachineOptions,
  Outcome,
} from '../src/machine/machine.ts'
import type { Operations } from '../src/model/generated/types.ts'
import { present } from '../src/model/present.ts'
import type { Draft, Transaction, WireEvent } from '../src/machine/transaction.ts'
import { note, noteEvent, noteRequest } from './conformance/noted.ts'
import { violationsOfEvent, violationsOfOutput } from './conforms.ts'

type Action = keyof Operations
type Input<A extends Action> = Operations[A]['input']
type Output<A extends Action> = Operations[A]['output']
type PollInput = { domain?: string; list?: string; [member: string]: unknown }

/** An event as a tuple of id, type and attributes. */
export type Row = readonly [number, string, Record<string, unknown>]

/** A machine, its log, and a clock that the test sets. */
export class TestService {
  readonly machine: Machine
  readonly log: Transaction[] = []
  /** Epoch milliseconds. */
  now = 1_700_000_000_000
  private readonly options: MachineOptions
  /** The number of started executions, so that a machine made from the log makes the same run ids. */
  private runs = 0

  constructor(options: MachineOptions = {}) {
    this.options = options
    for (const quota of Object.keys(options.limits ?? {})) note('quota', quota)
    this.machine = createMachine({ randomId: () => `run+${this.runs + 1}/=`, ...options })
  }

  /**
   * Sends a request, records it and its pending transitions, and returns the response. Checks responses and events against the
   * API model.
   */
  call<A extends Action>(action: A, input: Input<A>): Output<A> {
    return this.send(action, input) as Output<A>
  }

  /** Like `call`, with any input. */
  send(action: string, input: unknown): unknown {
    const outcome = this.ask(action, input)
    if ('wait' in outcome) return outcome.empty
    expect(violationsOfOutput(action, outcome.response)).toEqual([])
    if (outcome.record !== undefined) this.commit(outcome.record)
    return outcome.response
  }

  /** Returns the outcome of a request without recording it. */
  ask(action: string, input: unknown): Outcome {
    try {
      const outcome = this.machine.handle(action, input, this.now)
      noteRequest(action, input)
      return outcome
    } catch (error) {
      note('fault', (error as Error).name)
      throw error
    }
  }

  /** The error of a request as `name: message`. */
  errorOf(action: string, input: unknown): string {
    try {
      this.ask(action, input)
    } catch (error) {
      const { name, message } = error as Error
      return `${name}: ${message}`
    }
    return 'no error'
  }

  /** Advances time by milliseconds. Deadlines happen one by one at their times. */
  pass(ms: number): void {
    const end = this.now + ms
    for (;;) {
      const next = this.machine.nextDeadline()
      if (next === undefined || next > end) break
      this.now = Math.max(this.now, next)
      this.fire()
    }
    this.sleep(end - this.now)
  }

  /** Advances time while the machine is down: overdue deadlines happen at the end. */
  sleep(ms: number): void {
    this.now += ms
    const { machine } = this
    for (let draft = machine.due(this.now); draft; draft = machine.due(this.now)) this.commit(draft)
    for (let draft = machine.expiry(this.now); draft; draft = machine.expiry(this.now)) this.commit(draft)
  }

  /** A new service with a machine made from the log alone, or from its first transactions. */
  rebuilt(transactions = this.log.length): TestService {
    const log = this.log.slice(0, transactions)
    const service = TestService.of(JSON.parse(JSON.stringify(log)) as Transaction[], this.options)
    if (transactions === this.log.length) service.now = this.now
    return service
  }

  /** A new service with a machine made from the compacted log. */
  compacted(log: readonly Transaction[]): TestService {
    const service = TestService.of(JSON.parse(JSON.stringify(log)) as Transaction[], this.options)
    service.now = this.now
    service.runs = this.runs
    return service
  }

  /** A new service with a machine made from a log, at the time of the last transaction. */
  static of(log: readonly Transaction[], options: MachineOptions = {}): TestService {
    const service = new TestService(options)
    for (const transaction of log) service.put(transaction)
    service.now = log.at(-1)?.at ?? service.now
    return service
  }

  commit(draft: Draft): void {
    this.append(draft)
    this.settle()
  }

  /** Applies pending transitions. */
  settle(): void {
    for (
      let next = this.machine.pendingTransition(this.now);
      next;
      next = this.machine.pendingTransition(this.now)
    ) {
      this.append(next)
    }
  }

  private append(draft: Draft): void {
    expect(draft.events?.flatMap(violationsOfEvent) ?? []).toEqual([])
    draft.events?.forEach(noteEvent)
    this.put({ ...draft, seq: (this.log.at(-1)?.seq ?? 0) + 1, at: this.now })
  }

  private put(transaction: Transaction): void {
    this.log.push(transaction)
    this.machine.apply(transaction)
    if (transaction.events?.[0]?.eventType === 'WorkflowExecutionStarted') this.runs++
  }

  /** Records outcomes for all Lambda functions that must be invoked. */
  invoke(handler: (invocation: LambdaInvocation) => LambdaOutcome): void {
    for (const invocation of this.machine.invocations()) {
      const draft = this.machine.invoked(invocation, handler(invocation), this.now)
      if (draft !== undefined) this.commit(draft)
    }
  }

  private fire(): void {
    const draft = this.machine.due(this.now)
    if (draft === undefined) throw new Error('a deadline that is not due')
    this.commit(draft)
  }

  // The tests use the domain `d` with the types `flow` 1 and `act` 1, and its execution `w`.

  /** Registers the domain and the types. Executions time out after this number of seconds. */
  registered(defaultExecutionStartToCloseTimeout = '1000'): this {
    this.call('RegisterDomain', { name: 'd', workflowExecutionRetentionPeriodInDays: '7' })
    this.call('RegisterWorkflowType', {
      domain: 'd',
      ...flow,
      defaultTaskList: { name: 'flows' },
      defaultChildPolicy: 'TERMINATE',
      defaultTaskStartToCloseTimeout: '10',
      defaultExecutionStartToCloseTimeout,
    })
    this.call('RegisterActivityType', {
      domain: 'd',
      ...act,
      defaultTaskList: { name: 'acts' },
      defaultTaskScheduleToStartTimeout: 'NONE',
      defaultTaskScheduleToCloseTimeout: 'NONE',
      defaultTaskStartToCloseTimeout: 'NONE',
      defaultTaskHeartbeatTimeout: 'NONE',
    })
    return this
  }

  /** Registers everything, starts `w` (or another workflow id) and stores its run id. */
  started(input: Partial<Input<'StartWorkflowExecution'>> = {}): this {
    this.registered()
    this.start(input)
    return this
  }

  runId = ''

  start(input: Partial<Input<'StartWorkflowExecution'>> = {}): string {
    this.runId = this.call('StartWorkflowExecution', {
      domain: 'd',
      workflowId: 'w',
      workflowType: flow,
      ...input,
    }).runId!
    return this.runId
  }

  /** The latest run of a workflow id. */
  latest(workflowId: string): { workflowId: string; runId: string } {
    const runs = this.log.filter(({ kind }) => kind === 'execution-started')
    const keys = runs.map(({ key }) => parseExecutionKey(key))
    return { workflowId, runId: keys.findLast(key => key.workflowId === workflowId)!.runId }
  }

  /** Polls for the next decision task of a list, and returns its token. */
  decisionTask({ domain = 'd', list = 'flows', ...more }: PollInput = {}): Output<'PollForDecisionTask'> {
    return this.call('PollForDecisionTask', { domain, taskList: { name: list }, ...more })
  }

  activityTask({ domain = 'd', list = 'acts', ...more }: PollInput = {}): Output<'PollForActivityTask'> {
    return this.call('PollForActivityTask', { domain, taskList: { name: list }, ...more })
  }

  /** Completes the next decision task with these decisions. */
  decide(
    decisions: Input<'RespondDecisionTaskCompleted'>['decisions'] = [],
    more: Partial<Input<'RespondDecisionTaskCompleted'>> = {},
    poll: PollInput = {},
  ): void {
    const { taskToken } = this.decisionTask(poll)
    this.call('RespondDecisionTaskCompleted', { taskToken, decisions, ...more })
  }

  /** The events from an id on, as rows. */
  rows(from = 1, execution = { workflowId: 'w', runId: this.runId }): Row[] {
    const { events } = this.call('GetWorkflowExecutionHistory', { domain: 'd', execution })
    return (events as unknown as WireEvent[]).slice(from - 1).map(row)
  }

  describe(execution = { workflowId: 'w', runId: this.runId }) {
    return this.call('DescribeWorkflowExecution', { domain: 'd', execution })
  }
}

export const flow = { name: 'flow', version: '1' }
export const act = { name: 'act', version: '1' }

/** The attributes of a DecisionTaskScheduled event of `flow`. */
export const decisionTask = {
  taskList: { name: 'flows' },
  startToCloseTimeout: '10',
  scheduleToStartTimeout: 'NONE',
}

export function row({ eventId, eventTimestamp: _, eventType, ...attributes }: WireEvent): Row {
  const [only] = Object.values(attributes)
  return [eventId, eventType, only as Record<string, unknown>]
}

// Short forms of decisions.

type Decisions = NonNullable<Input<'RespondDecisionTaskCompleted'>['decisions']>
type Decision = Decisions[number]
type Attributes<K extends keyof Decision> = Partial<NonNullable<Decision[K]>>

export const schedule = (
  activityId: string,
  more: Attributes<'scheduleActivityTaskDecisionAttributes'> = {},
): Decision => ({
  decisionType: 'ScheduleActivityTask',
  scheduleActivityTaskDecisionAttributes: { activityType: act, activityId, ...more },
})

export const cancelActivity = (activityId: string): Decision => ({
  decisionType: 'RequestCancelActivityTask',
  requestCancelActivityTaskDecisionAttributes: { activityId },
})

export const timer = (timerId: string, seconds: number, control?: string): Decision => ({
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: present({ timerId, startToFireTimeout: String(seconds), control }),
})

export const cancelTimer = (timerId: string): Decision => ({
  decisionType: 'CancelTimer',
  cancelTimerDecisionAttributes: { timerId },
})

export const marker = (markerName: string, details?: string): Decision => ({
  decisionType: 'RecordMarker',
  recordMarkerDecisionAttributes: present({ markerName, details }),
})

export const complete = (result?: string): Decision => ({
  decisionType: 'CompleteWorkflowExecution',
  completeWorkflowExecutionDecisionAttributes: present({ result }),
})

export const fail = (reason?: string, details?: string): Decision => ({
  decisionType: 'FailWorkflowExecution',
  failWorkflowExecutionDecisionAttributes: present({ reason, details }),
})

export const cancel = (details?: string): Decision => ({
  decisionType: 'CancelWorkflowExecution',
  cancelWorkflowExecutionDecisionAttributes: present({ details }),
})

export const continueAsNew = (
  attributes?: Attributes<'continueAsNewWorkflowExecutionDecisionAttributes'>,
): Decision =>
  present({
    decisionType: 'ContinueAsNewWorkflowExecution' as const,
    continueAsNewWorkflowExecutionDecisionAttributes: attributes,
  })

export const child = (
  workflowId: string,
  more: Attributes<'startChildWorkflowExecutionDecisionAttributes'> = {},
): Decision => ({
  decisionType: 'StartChildWorkflowExecution',
  startChildWorkflowExecutionDecisionAttributes: { workflowType: flow, workflowId, ...more },
})

export const signalExternal = (
  workflowId: string,
  more: Attributes<'signalExternalWorkflowExecutionDecisionAttributes'> = {},
): Decision => ({
  decisionType: 'SignalExternalWorkflowExecution',
  signalExternalWorkflowExecutionDecisionAttributes: { workflowId, signalName: 's', ...more },
})

export const cancelExternal = (
  workflowId: string,
  more: Attributes<'requestCancelExternalWorkflowExecutionDecisionAttributes'> = {},
): Decision => ({
  decisionType: 'RequestCancelExternalWorkflowExecution',
  requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId, ...more },
})

export const lambda = (
  id: string,
  more: Attributes<'scheduleLambdaFunctionDecisionAttributes'> = {},
): Decision => ({
  decisionType: 'ScheduleLambdaFunction',
  scheduleLambdaFunctionDecisionAttributes: { id, name: 'double', ...more },
})
