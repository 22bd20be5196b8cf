import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { checkLength } from '@reyield/data/internal'
import type { ExecutionView, Transaction } from '@reyield/local'
import type { ReplayReport } from '@reyield/replay'
import { branchLocations, type BranchLocation } from '@reyield/replay/where'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import { viewOf, type DecisionView, type LoggedLine } from '@reyield/inspect/internal'
import { defaultStart } from '../history/begin.ts'
import { mockTable, type MockTable } from '../mocks/mock-table.ts'
import { historyOf, isTaskWaiting } from './execution.ts'
import type { SimulationOptions } from './options.ts'
import { Program, type Answer } from './program.ts'
import { defaultTaskList, prepare } from './prepare.ts'
import { writeSignal, type SentSignal } from './signals.ts'
import { startExecutions } from './start.ts'
import { domain, SimulatedSwf } from './swf.ts'

/** What a simulator runs. */
export interface Simulated {
  readonly workflow: AnyWorkflow
  readonly options: SimulationOptions
  /** Whether the next runs after a continue-as-new are simulated too. Default false. */
  readonly follow?: boolean
}

/** The state of a simulator. Other simulators can continue from it. */
export interface SimulatorState {
  /** Its first `length` transactions lead to this state. The simulator may have added more of them since. */
  readonly log: readonly Transaction[]
  readonly length: number
  readonly report: ReplayReport | undefined
  readonly warnings: readonly string[]
  readonly warned: readonly string[]
}

/** A decision task that a decider has taken. */
export interface DecisionTask {
  readonly runId: string
  readonly taskToken: string
  /** The history that the decider sees. */
  readonly events: readonly HistoryEvent[]
}

/**
 * A workflow on the simulator: the local SWF's machine, and the programs that decide. The caller chooses what happens
 * next.
 */
export class Simulator {
  readonly swf: SimulatedSwf
  readonly workflow: AnyWorkflow
  readonly mocks: MockTable
  readonly #simulated: Simulated
  readonly #workflowId: string
  readonly #programs = new Map<string, Program>()
  readonly #taskList: string
  /** The decisions of the root, in order. */
  readonly raw: Decision[] = []
  readonly #decided: DecisionView[] = []
  readonly logs: LoggedLine[] = []
  /** What a worker would have logged as warnings of the workflow under test, in order. */
  readonly warnings: string[]
  /** The warnings that were new once, by run. A worker logs each once for an execution. */
  readonly #warned: Set<string>
  /** The report of the root's last decision. */
  report: ReplayReport | undefined

  /**
   * Starts a new execution with an input, or continues from a state.
   *
   * @throws InvalidInputError (INPUT_INVALID) for an input or a signal of the options that its schema rejects
   */
  constructor(simulated: Simulated, from: { readonly input: unknown } | SimulatorState) {
    const { workflow, options } = simulated
    this.#simulated = simulated
    this.workflow = workflow
    this.mocks = mockTable(options, workflow)
    this.#workflowId = options.workflowId ?? `${workflow.name}-1`
    this.#taskList = workflow.taskList ?? defaultTaskList
    const isNew = 'input' in from
    this.swf = new SimulatedSwf(
      isNew ? { start: (options.start ?? defaultStart).getTime() } : { log: from.log.slice(0, from.length) },
    )
    this.warnings = isNew ? [] : [...from.warnings]
    this.#warned = new Set(isNew ? [] : from.warned)
    if (isNew) {
      const setup = { workflow, options, workflowId: this.#workflowId, serializer: this.serializer }
      startExecutions(this.swf, setup, from.input)
    } else this.report = from.report
  }

  /** The current state. */
  state(): SimulatorState {
    const { log } = this.swf
    return {
      log,
      length: log.length,
      report: this.report,
      warnings: [...this.warnings],
      warned: [...this.#warned],
    }
  }

  /** The serializer of the workflow's own payloads. */
  get serializer(): Serializer {
    return this.workflow.serializer ?? this.mocks.serializer
  }

  /** The runs of the workflow, oldest first. */
  get runs(): ExecutionView[] {
    const runs = [...this.swf.executions.values()].filter(
      one => one.workflowId === this.#workflowId && one.parent === undefined,
    )
    return this.#simulated.follow === true ? runs : runs.slice(0, 1)
  }

  /** The open run, or else the last one. */
  get root(): ExecutionView {
    const found = this.#root
    if (found !== undefined && (found.closed?.status !== 'CONTINUED_AS_NEW' || !this.#simulated.follow))
      return found
    return (this.#root = this.runs.at(-1)!)
  }
  #root: ExecutionView | undefined

  // what is open

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

  // decision tasks

  /** A decider takes the waiting decision task of an execution. */
  takeDecision(execution: ExecutionView): DecisionTask {
    const { runId } = execution
    const taskList = { name: execution.queued!.taskList }
    // the decider gets the whole history from here
    const input = { domain, taskList, startAtPreviousStartedEvent: true }
    const task = this.swf.request('PollForDecisionTask', input, { runId })!
    return { runId, taskToken: task['taskToken'] as string, events: [...historyOf(execution)] }
  }

  /** Computes the decisions of an execution's program. With `rebuild`, a fresh program must make the same decisions. */
  async decide({ runId, events }: DecisionTask, rebuild: boolean): Promise<Answer> {
    const execution = this.swf.executions.get(runId)!
    const answer = await this.#program(execution)!.decide(events, rebuild)
    if (execution === this.root) this.note(answer)
    return answer
  }

  /** Keeps what a decision of the root says: what it waits for, its log lines and its warnings. */
  note({ report, logs, warnings }: Answer): void {
    this.report = report
    this.logs.push(...logs)
    this.warnings.push(...warnings)
  }

  /** Sends the decisions. Returns false if they come too late. */
  answer({ runId, taskToken }: DecisionTask, { decisions, context }: Answer): boolean {
    prepare(this.swf, this.mocks, decisions)
    const response = { taskToken, decisions, executionContext: context }
    const taken = this.swf.requestLate('RespondDecisionTaskCompleted', response)
    if (taken && runId === this.root.runId) this.raw.push(...decisions)
    return taken
  }

  /** The decisions of the root, in order, payloads decoded. They are decoded when they are read. */
  get decided(): readonly DecisionView[] {
    const reading = { serializer: this.serializer, taskList: this.#taskList }
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
    const { guards = 'throw' } = this.#simulated.options
    return new Program(definition, { execution: { workflowId, runId }, serializer, guards }, warning => {
      const key = `${runId} ${warning}`
      const isNew = !this.#warned.has(key)
      this.#warned.add(key)
      return isNew
    })
  }

  // events from outside

  signal(signal: SentSignal): void {
    const input = writeSignal(signal, this.serializer)
    const request = { domain, workflowId: this.#workflowId, signalName: signal.name, input }
    this.swf.request('SignalWorkflowExecution', request)
  }

  requestCancel(): void {
    this.swf.request('RequestCancelWorkflowExecution', { domain, workflowId: this.#workflowId })
  }

  terminate(reason?: string): void {
    checkLength(reason, 'The reason of a termination', 256)
    this.swf.request('TerminateWorkflowExecution', { domain, workflowId: this.#workflowId, reason })
  }

  #definitionOf(execution: ExecutionView): AnyWorkflow | undefined {
    if (execution.parent === undefined) return this.runs.includes(execution) ? this.workflow : undefined
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
}
