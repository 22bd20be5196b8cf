import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { checkLength, checkWritten, failureFromWire, packInput } from '@reyield/data/internal'
import { parseTypeKey, type ActivityView, type ExecutionView, type Transaction } from '@reyield/local'
import type { ReplayReport } from '@reyield/replay'
import { branchLocations, type BranchLocation } from '@reyield/replay/where'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { checkName } from '@reyield/workflow/internal'
import { writtenBy } from '../as-written.ts'
import { viewOf, type DecisionView, type LoggedLine } from '@reyield/inspect/internal'
import type { CallTask } from './call.ts'
import { attemptOf } from './attempts.ts'
import { historyOf, isTaskWaiting } from './execution.ts'
import { Program, type Answer } from './program.ts'
import { domain, SimulatedSwf } from './swf.ts'
import { Warnings } from './warnings.ts'
import { writeSignal, type MockTable, type ResolvedMock, type SentSignal } from './options.ts'

/** How a simulator is set up. */
export interface SimulatorOptions {
  readonly workflow: AnyWorkflow
  readonly parts: MockTable
  readonly workflowId: string
  readonly guards: 'throw' | 'off'
  /** Whether the next runs after a continue-as-new are simulated too. */
  readonly follow: boolean
}

/** How a simulator starts: with a new execution, or in the state of another simulator. */
export type SimulatorStart =
  | { readonly input: unknown; readonly start: number; readonly others: readonly string[] }
  | { readonly log: readonly Transaction[]; readonly warnings: Warnings }

/** A decision task that a decider has taken. */
export interface DecisionTask {
  readonly execution: ExecutionView
  readonly taskToken: string
  /** The history that the decider sees. */
  readonly events: readonly HistoryEvent[]
}

const taskList = 'simulator'

/**
 * A workflow on the simulator: the local SWF's machine, and the programs that decide. The caller chooses what happens
 * next.
 */
export class Simulator {
  readonly swf: SimulatedSwf
  readonly workflow: AnyWorkflow
  readonly mocks: MockTable
  readonly #options: SimulatorOptions
  readonly #programs = new Map<string, Program>()
  /** Kind and key of each registration in the log. */
  readonly #registered = new Set<string>()
  readonly #rootTaskList: string
  /** The decisions of the root, in order. */
  readonly raw: Decision[] = []
  readonly #decided: DecisionView[] = []
  readonly logs: LoggedLine[] = []
  readonly warnings: Warnings
  report: ReplayReport | undefined

  constructor(options: SimulatorOptions, start: SimulatorStart) {
    this.#options = options
    this.workflow = options.workflow
    this.mocks = options.parts
    this.#rootTaskList = options.workflow.taskList ?? taskList
    this.warnings = new Warnings('log' in start ? start.warnings : undefined)
    if ('log' in start) {
      this.swf = new SimulatedSwf({ log: start.log })
      for (const { kind, key } of start.log) {
        if (kind.endsWith('-type-registered')) this.#registered.add(registration(kind, parseTypeKey(key)))
      }
      return
    }
    this.swf = new SimulatedSwf(start)
    for (const workflowId of start.others) {
      this.#register('Workflow', { name: 'other', version: '1.0' })
      this.#start(workflowId, { name: 'other', version: '1.0' }, 'others', undefined)
    }
    this.#register('Workflow', options.workflow)
    const { name, input: schema } = options.workflow
    const what = `The input of workflow '${name}'`
    const input = writtenBy(this.serializer, start.input)
    if (schema !== undefined) checkWritten(input, this.serializer, schema, what)
    const text = packInput({ input, signals: [], cancel: false })
    checkLength(text, what)
    checkName(options.workflowId, 'The workflow id')
    this.#start(options.workflowId, options.workflow, this.#rootTaskList, text)
  }

  /** The serializer of the workflow's own payloads. */
  get serializer(): Serializer {
    return this.workflow.serializer ?? this.mocks.serializer
  }

  /** The runs of the workflow, oldest first. */
  get runs(): ExecutionView[] {
    const { workflowId, follow } = this.#options
    const runs = [...this.swf.executions.values()].filter(
      one => one.workflowId === workflowId && one.parent === undefined,
    )
    return follow ? runs : runs.slice(0, 1)
  }

  /** The open run, or else the last one. */
  get root(): ExecutionView {
    const found = this.#root
    if (found !== undefined && (found.closed?.status !== 'CONTINUED_AS_NEW' || !this.#options.follow))
      return found
    return (this.#root = this.runs.at(-1)!)
  }
  #root: ExecutionView | undefined

  /** Executions with a waiting decision task that a program of this simulator decides, in the order of their starts. */
  get waitingTasks(): ExecutionView[] {
    return [...this.swf.executions.values()].filter(
      execution => isTaskWaiting(execution) && this.#program(execution) !== undefined,
    )
  }

  /** Open children that have a mock. */
  get mockedChildren(): ExecutionView[] {
    return [...this.swf.executions.values()].filter(
      execution =>
        execution.closed === undefined &&
        execution.parent !== undefined &&
        this.#program(execution) === undefined,
    )
  }

  isRoot(execution: ExecutionView): boolean {
    return execution === this.root
  }

  /** A decider takes the waiting decision task of an execution. */
  takeDecision(execution: ExecutionView): DecisionTask {
    const list = { name: execution.queued!.taskList }
    const task = this.swf.request(
      'PollForDecisionTask',
      { domain, taskList: list, startAtPreviousStartedEvent: true }, // the decider gets the whole history from here
      { runId: execution.runId },
    )!
    return { execution, taskToken: task['taskToken'] as string, events: [...historyOf(execution)] }
  }

  /** Computes the decisions of an execution's program. With `rebuild`, a fresh program must make the same decisions. */
  async decide({ execution, events }: DecisionTask, rebuild: boolean): Promise<Answer> {
    const answer = await this.#program(execution)!.decide(events, rebuild)
    if (this.isRoot(execution)) {
      this.report = answer.report
      this.logs.push(...answer.logs)
      this.warnings.list.push(...answer.warnings)
    }
    return answer
  }

  /** Sends the decisions. Returns false if they come too late. */
  answer({ execution, taskToken }: DecisionTask, { decisions, context }: Answer): boolean {
    this.#prepare(decisions)
    const plain = JSON.parse(JSON.stringify(decisions)) as unknown
    const taken = this.swf.requestLate('RespondDecisionTaskCompleted', {
      taskToken,
      decisions: plain,
      ...(context === undefined ? {} : { executionContext: context }),
    })
    if (taken && this.isRoot(execution)) this.raw.push(...decisions)
    return taken
  }

  /** The decisions of the root, in order, payloads decoded. They are decoded when they are read. */
  get decided(): readonly DecisionView[] {
    const reading = { serializer: this.serializer, taskList: this.#rootTaskList }
    for (const decision of this.raw.slice(this.#decided.length)) this.#decided.push(viewOf(decision, reading))
    return this.#decided
  }

  /** The source lines where the workflow waits. */
  where(options: { readonly variables?: boolean } = {}): Promise<BranchLocation[]> {
    const { workflowId, runId } = this.root
    return branchLocations(this.workflow, historyOf(this.root), {
      execution: { workflowId, runId },
      serializer: this.serializer,
      ...options,
    })
  }

  /** Drops all kept programs, as if the decider's process had crashed. */
  forgetPrograms(): void {
    for (const program of this.#programs.values()) program.forget()
  }

  /** A separate program for an execution: that of a second decider, which may have other code. */
  programOf(execution: ExecutionView, definition = this.#definitionOf(execution)!): Program {
    const { workflowId, runId } = execution
    const { serializer } = this.mocks
    const { guards } = this.#options
    return new Program(definition, { execution: { workflowId, runId }, serializer, guards }, warning =>
      this.warnings.isNew(runId, warning),
    )
  }

  // activities

  /** A worker takes an activity. */
  startActivity(execution: ExecutionView, activity: ActivityView): CallTask {
    const task = this.swf.request(
      'PollForActivityTask',
      { domain, taskList: { name: activity.taskList } },
      { runId: execution.runId, activityId: activity.activityId },
    )!
    return this.callTask(execution, activity, task['taskToken'] as string)
  }

  callTask(execution: ExecutionView, activity: ActivityView, taskToken: string): CallTask {
    const { workflowId, runId } = execution
    const { activityId: id, activityType, input } = activity
    const attempt = attemptOf(execution, activity)
    return { id, ...activityType, input, attempt, taskToken, execution: { workflowId, runId } }
  }

  mockOf({ activityType, activityId }: Pick<ActivityView, 'activityType' | 'activityId'>): ResolvedMock {
    return this.mocks.activity(activityType, activityId)
  }

  // events from outside

  signal(signal: Omit<SentSignal, 'after'>): void {
    const input = writeSignal(signal, this.serializer)
    this.swf.request('SignalWorkflowExecution', {
      domain,
      workflowId: this.#options.workflowId,
      signalName: signal.name,
      ...(input === undefined ? {} : { input }),
    })
  }

  requestCancel(): void {
    this.swf.request('RequestCancelWorkflowExecution', { domain, workflowId: this.#options.workflowId })
  }

  terminate(reason?: string): void {
    checkLength(reason, 'The reason of a termination', 256)
    this.swf.request('TerminateWorkflowExecution', {
      domain,
      workflowId: this.#options.workflowId,
      ...(reason === undefined ? {} : { reason }),
    })
  }

  /** The result or the failure of the last run. */
  get outcome(): { readonly result?: unknown; readonly error?: unknown } {
    const last = historyOf(this.root).at(-1)
    const completed = last?.workflowExecutionCompletedEventAttributes
    if (completed !== undefined) return { result: this.serializer.deserialize(completed.result) }
    const failed = last?.workflowExecutionFailedEventAttributes
    if (failed === undefined) return {}
    const ended = this.report?.ended
    if (ended !== undefined && 'error' in ended) return ended // the error itself, not a copy read from the history
    return { error: failureFromWire(failed) ?? new Error(failed.reason) }
  }

  #definitionOf(execution: ExecutionView): AnyWorkflow | undefined {
    if (execution.parent === undefined) {
      return this.runs.includes(execution) ? this.workflow : undefined
    }
    const mock = this.mocks.child(execution.workflowType, execution.workflowId)
    return 'workflow' in mock ? mock.workflow : undefined
  }

  #program(execution: ExecutionView): Program | undefined {
    const known = this.#programs.get(execution.runId)
    if (known !== undefined) return known
    const definition = this.#definitionOf(execution)
    if (definition === undefined) return undefined
    const program = this.programOf(execution, definition)
    this.#programs.set(execution.runId, program)
    return program
  }

  /** Registers the types that decisions ask for, if they have mocks. */
  #prepare(decisions: readonly Decision[]): void {
    for (const decision of decisions) {
      const activity = decision.scheduleActivityTaskDecisionAttributes
      if (activity !== undefined) {
        const type = activity.activityType as { name: string; version: string }
        this.mocks.activity(type, activity.activityId!)
        this.#register('Activity', type)
      }
      const child = decision.startChildWorkflowExecutionDecisionAttributes
      if (child !== undefined) {
        const type = child.workflowType as { name: string; version: string }
        const mock = this.mocks.child(type, child.workflowId!)
        this.#register('Workflow', 'workflow' in mock ? mock.workflow : type)
      }
      const lambda = decision.scheduleLambdaFunctionDecisionAttributes
      if (lambda !== undefined) this.mocks.lambda(lambda.name!, lambda.id!)
    }
  }

  #register(
    kind: 'Workflow' | 'Activity',
    type: { readonly name: string; readonly version: string } & Partial<AnyWorkflow>,
  ): void {
    const { name, version } = type
    const key = registration(`${kind.toLowerCase()}-type-registered`, type) // as the log writes it
    if (this.#registered.has(key)) return
    this.#registered.add(key)
    const defaults =
      kind === 'Activity'
        ? {}
        : {
            defaultTaskList: { name: type.taskList ?? taskList },
            defaultTaskStartToCloseTimeout: type.taskStartToClose ?? '10',
            defaultExecutionStartToCloseTimeout: type.executionStartToClose ?? '31536000',
            defaultChildPolicy: type.childPolicy ?? 'TERMINATE',
            defaultLambdaRole: role,
          }
    this.swf.request(`Register${kind}Type`, { domain, name, version, ...defaults })
  }

  #start(
    workflowId: string,
    { name, version }: { readonly name: string; readonly version: string },
    list: string,
    input: string | undefined,
  ): void {
    this.swf.request('StartWorkflowExecution', {
      domain,
      workflowId,
      workflowType: { name, version },
      taskList: { name: list },
      lambdaRole: role,
      ...(input === undefined ? {} : { input }),
    })
  }
}

const role = 'arn:aws:iam::123456789012:role/simulator'

const registration = (kind: string, { name, version }: { readonly name: string; readonly version: string }) =>
  `${kind} ${name}/${version}`
