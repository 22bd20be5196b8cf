import { json } from '@reyield/data'
import type { ExecutionView, Transaction } from '@reyield/local'
import type { ReplayReport } from '@reyield/replay'
import type { AnyWorkflow } from '@reyield/workflow'
import { heartbeat } from '../simulator/answers.ts'
import { call, type CallOutcome, type CallTask } from '../simulator/call.ts'
import { historyOf } from '../simulator/execution.ts'
import { Simulator, type DecisionTask } from '../simulator/simulator.ts'
import { Warnings } from '../simulator/warnings.ts'
import { simulatorOptions, startOf, type ResolvedMock, type SentSignal } from '../simulator/options.ts'
import type { Answer } from '../simulator/program.ts'
import { failureAt, failureOf, type Failure } from './checks.ts'
import { optionsOf, type ScenarioOptions, type OptionsOrFactory } from './options.ts'
import type { TakenStep } from './step.ts'
import { scenarioView } from './scenario-view.ts'
import type { ScenarioView, Worked } from './view.ts'

/** The state of a scenario after a step. A scenario can be resumed from it any number of times. */
export interface ScenarioState {
  readonly log: readonly Transaction[]
  readonly report: ReplayReport
  readonly warnings: Warnings
  readonly worked: readonly Worked[]
  readonly sent: readonly number[]
  readonly tokens: ReadonlyMap<string, string>
  readonly hanging: ReadonlySet<string>
  readonly abandoned: readonly AbandonedActivity[]
  readonly steps: readonly TakenStep[]
  readonly cancelRequests: number
  readonly lostDecisions: number
  /** A decision task that a decider has taken, with the answer that it will send. */
  readonly open:
    | {
        readonly runId: string
        readonly taskToken: string
        readonly events: DecisionTask['events']
        readonly answer: Answer
      }
    | undefined
}

/** An activity whose result the workflow no longer waits for, and whose worker may still do the work. */
export type AbandonedActivity = Omit<CallTask, 'taskToken'>

/** The key of an activity whose mock never answers. A further attempt has another key. */
export const hangingKey = (
  { workflowId }: ExecutionView,
  { scheduledEventId }: { readonly scheduledEventId: number },
) => `${workflowId} ${scheduledEventId}`

/** A workflow, its input and its options. */
export interface ScenarioSetup {
  readonly workflow: AnyWorkflow
  readonly input: unknown
  readonly options: OptionsOrFactory<ScenarioOptions>
}

/**
 * Runs one scenario of a workflow step by step: it lists the possible steps and takes the chosen one. After each step
 * the workflow decides and the checks run. At each decision, a fresh program decides from the history too, and must
 * agree.
 */
export class ScenarioRunner {
  readonly setup: ScenarioSetup
  readonly options: ScenarioOptions
  readonly simulator: Simulator
  readonly signals: SentSignal[]
  worked: Worked[]
  /** Indexes of the signals that have arrived. */
  readonly sent: number[]
  /** Task tokens of activities that a worker has taken, by execution and id. */
  readonly tokens: Map<string, string>
  /** Activities and children whose mocks never answer, by execution and id. */
  readonly hanging: Set<string>
  /** Activities that were canceled while the workflow no longer waited for them. */
  readonly abandoned: AbandonedActivity[]
  readonly steps: TakenStep[]
  cancelRequests: number
  /** How many decision tasks were lost. */
  lostDecisions: number
  /** A decision task that a decider has taken, and the answer that it will send. */
  open: { readonly task: DecisionTask; readonly answer: Answer } | undefined
  failure: Failure | undefined
  #report: ReplayReport | undefined

  private constructor(setup: ScenarioSetup, state: ScenarioState | undefined) {
    this.setup = setup
    const { workflow, input } = setup
    const { chosen } = optionsOf(setup.options)
    this.options = chosen
    this.signals = [...(chosen.signals ?? [])]
    this.simulator = new Simulator(
      simulatorOptions(workflow, chosen, false),
      state === undefined
        ? {
            input,
            start: startOf(chosen),
            others: chosen.others ?? [],
          }
        : { log: state.log, warnings: state.warnings },
    )
    this.#report = state?.report
    this.worked = [...(state?.worked ?? [])]
    this.sent = [...(state?.sent ?? [])]
    this.tokens = new Map(state?.tokens)
    this.hanging = new Set(state?.hanging)
    this.abandoned = [...(state?.abandoned ?? [])]
    this.steps = [...(state?.steps ?? [])]
    this.cancelRequests = state?.cancelRequests ?? 0
    this.lostDecisions = state?.lostDecisions ?? 0
    if (state?.open !== undefined) {
      const { runId, taskToken, events, answer } = state.open
      const execution = this.simulator.swf.executions.get(runId)!
      this.open = { task: { execution, taskToken, events }, answer }
    }
  }

  /** Starts the execution. The workflow has decided once. */
  static async begin(setup: ScenarioSetup): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, undefined)
    try {
      await runner.settle()
    } catch (error) {
      runner.failure = failureOf(error)
    }
    return runner
  }

  /**
   * Resumes a scenario from a state. If the options were created for the scenario, the mocks are called again to
   * restore the state that they keep.
   */
  static async resume(setup: ScenarioSetup, state: ScenarioState): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, state)
    if (typeof setup.options === 'function') await runner.#workAgain()
    return runner
  }

  /** The current state. */
  state(): ScenarioState {
    return {
      log: [...this.simulator.swf.log],
      report: this.report!,
      warnings: new Warnings(this.simulator.warnings),
      worked: [...this.worked],
      sent: [...this.sent],
      tokens: new Map(this.tokens),
      hanging: new Set(this.hanging),
      abandoned: [...this.abandoned],
      steps: [...this.steps],
      cancelRequests: this.cancelRequests,
      lostDecisions: this.lostDecisions,
      open: this.open && {
        runId: this.open.task.execution.runId,
        taskToken: this.open.task.taskToken,
        events: this.open.task.events,
        answer: this.open.answer,
      },
    }
  }

  /** The execution under test: the first run of the workflow. */
  get root(): ExecutionView {
    return this.simulator.root
  }

  /** The names of the activities, children and Lambda functions that have occurred. */
  get names(): string[] {
    return historyOf(this.root).flatMap(event => {
      const { name } =
        event.activityTaskScheduledEventAttributes?.activityType ??
        event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType ??
        event.lambdaFunctionScheduledEventAttributes ??
        {}
      return name === undefined ? [] : [name]
    })
  }

  /** The report of the workflow's last decision. */
  get report(): ReplayReport | undefined {
    return this.simulator.report ?? this.#report
  }

  get view(): ScenarioView {
    return scenarioView(this)
  }

  /** Whether the execution has closed. A continue-as-new ends a scenario too. */
  get ended(): boolean {
    return this.root.closed !== undefined
  }

  /**
   * Lets programs decide until no decision task is waiting, then runs the checks. If decision tasks are steps of their
   * own, the root's task is left waiting.
   */
  async settle(): Promise<void> {
    const { batches, decisionTimeouts = 0 } = this.options
    const byHand = (batches === true || decisionTimeouts > 0) && this.steps.length > 0
    for (;;) {
      const execution = this.simulator.waitingTasks.find(one => !(byHand && this.simulator.isRoot(one)))
      if (execution === undefined) break
      await this.takeDecision(execution)
      this.answerDecision()
    }
    this.failure ??= failureAt(this.options, this.view)
  }

  /** A decider takes the decision task, and its answer is computed. */
  async takeDecision(execution: ExecutionView): Promise<void> {
    const task = this.simulator.takeDecision(execution)
    this.open = { task, answer: await this.simulator.decide(task, true) }
  }

  /** The decider answers. Activities that it cancels are taken by workers first, so that these learn of the request. */
  answerDecision(): void {
    const { task, answer } = this.open!
    this.open = undefined
    for (const { requestCancelActivityTaskDecisionAttributes: cancel } of answer.decisions) {
      const activity = cancel && task.execution.activities.get(cancel.activityId!)
      if (activity !== undefined && activity.startedEventId === 0)
        this.take(task.execution, activity.activityId)
    }
    this.simulator.answer(task, answer)
  }

  /** A worker takes an activity, if none has it yet. */
  take(execution: ExecutionView, id: string): CallTask {
    const activity = execution.activities.get(id)!
    const key = `${execution.workflowId} ${id}`
    if (activity.startedEventId !== 0) {
      return this.simulator.callTask(execution, activity, this.tokens.get(key)!)
    }
    const task = this.simulator.startActivity(execution, activity)
    this.tokens.set(key, task.taskToken)
    return task
  }

  /** Runs the mock of a task. Returns `undefined` if it never answers. */
  async work(
    kind: Worked['kind'],
    mock: ResolvedMock,
    task: CallTask,
    answered: boolean,
  ): Promise<CallOutcome | undefined> {
    let result: unknown
    let error: unknown
    const watched: ResolvedMock = {
      ...mock,
      run: async (input: unknown, context: unknown) => {
        try {
          result = await (mock.run as unknown as (input: unknown, context: unknown) => unknown)(
            input,
            context,
          )
          return result
        } catch (thrown) {
          error = thrown
          throw thrown
        }
      },
    }
    const outcome = await new Promise<CallOutcome | undefined>((resolve, reject) => {
      const hooks = {
        sleep(milliseconds: number): Promise<void> {
          if (milliseconds !== Infinity) return Promise.resolve()
          resolve(undefined)
          return new Promise(() => undefined)
        },
        heartbeat: (details: string | undefined) =>
          kind === 'activity' ? heartbeat(this.simulator, task.taskToken, details) : 'go on',
      }
      call(kind, watched, task, hooks).then(resolve, reject)
    })
    if (outcome === undefined) return undefined
    const { name, id, attempt } = task
    const input = mock.serializer.deserialize(task.input)
    this.worked.push({ kind, name, id, attempt, input, result, error, answered })
    return outcome
  }

  async #workAgain(): Promise<void> {
    for (const { kind, name, id, attempt, input } of this.worked) {
      const mock = this.#mockOf(kind, name, id)
      if (mock === undefined) continue
      const hooks = { sleep: async () => undefined, heartbeat: () => 'go on' as const }
      await call(
        kind,
        mock,
        {
          id,
          name,
          version: '1.0',
          input: mock.serializer.serialize(input),
          attempt,
          taskToken: '',
          execution: { workflowId: this.root.workflowId, runId: this.root.runId },
        },
        hooks,
      )
    }
  }

  #mockOf(kind: Worked['kind'], name: string, id: string): ResolvedMock | undefined {
    const { mocks } = this.simulator
    if (kind === 'activity') return mocks.activity({ name, version: undefined }, id)
    if (kind === 'lambda') return { run: mocks.lambda(name, id), serializer: json }
    const mock = mocks.child({ name, version: undefined }, id)
    return 'workflow' in mock ? undefined : mock
  }
}
