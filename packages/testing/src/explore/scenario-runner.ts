import { json } from '@reyield/data'
import type { Transaction } from '@reyield/local'
import type { ReplayReport } from '@reyield/replay'
import type { AnyWorkflow } from '@reyield/workflow'
import { heartbeat } from '../simulator/answers.ts'
import { call, type CallEnding, type CallTask } from '../simulator/call.ts'
import type { SimulatedExecution } from '../simulator/execution.ts'
import { Simulator, type DecisionTask } from '../simulator/simulator.ts'
import { Warnings } from '../simulator/warnings.ts'
import { simulatorOptions, startOf, type ResolvedMock, type SentSignal } from '../simulator/options.ts'
import type { Answer } from '../simulator/program.ts'
import { failureAt, failureOf, type Failure } from './checks.ts'
import { optionsOf, type ScenarioOptions, type OptionsOrFactory } from './options.ts'
import type { TakenStep } from './step.ts'
import { scenarioView } from './scenario-view.ts'
import type { ScenarioView, Worked } from './view.ts'

/** A story as far as it is told: enough to go on from there, any number of times. */
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
  /** A decision task that a decider has. */
  readonly open:
    | {
        readonly runId: string
        readonly taskToken: string
        readonly events: DecisionTask['events']
        readonly answer: Answer
      }
    | undefined
}

/** An activity that nobody waits for any more, and that may do its work all the same. */
export type AbandonedActivity = Omit<CallTask, 'taskToken'>

/** What functions play that never answer; a further attempt is another one. */
export const hangingKey = (
  { workflowId }: SimulatedExecution,
  { scheduledEventId }: { readonly scheduledEventId: number },
) => `${workflowId} ${scheduledEventId}`

/** A workflow, its input and its options. */
export interface ScenarioSetup {
  readonly workflow: AnyWorkflow
  readonly input: unknown
  readonly options: OptionsOrFactory<ScenarioOptions>
}

/**
 * Tells one story of a workflow, step by step: what can happen next, and what comes of it. After each step the workflow
 * decides, and the checks are made; at each decision also by a program that is made anew from the history.
 */
export class ScenarioRunner {
  readonly setup: ScenarioSetup
  readonly options: ScenarioOptions
  readonly simulator: Simulator
  readonly signals: SentSignal[]
  worked: Worked[]
  /** Indexes of the signals that have come. */
  readonly sent: number[]
  /** Task tokens of activities that a worker has, by execution and id. */
  readonly tokens: Map<string, string>
  /** What functions play that never answer, by execution and id. */
  readonly hanging: Set<string>
  /** Activities that were asked to give up while nobody waited for them any more. */
  readonly abandoned: AbandonedActivity[]
  readonly steps: TakenStep[]
  cancelRequests: number
  /** Decision tasks that were lost. */
  lostDecisions: number
  /** A decision task that a decider has, and what it is going to answer. */
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

  /** The beginning: the execution is started, and the workflow has decided once. */
  static async begin(setup: ScenarioSetup): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, undefined)
    try {
      await runner.settle()
    } catch (error) {
      runner.failure = failureOf(error)
    }
    return runner
  }

  /** Goes on from a moment of a story. What functions of a world of its own keep is made again by calling them again. */
  static async resume(setup: ScenarioSetup, moment: ScenarioState): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, moment)
    if (typeof setup.options === 'function') await runner.#workAgain()
    return runner
  }

  /** This moment. */
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

  /** The execution that the story is about: its first run. */
  get root(): SimulatedExecution {
    return this.simulator.root
  }

  /** Names of the activities, children and Lambda functions that have come. */
  get names(): string[] {
    return this.root.events.flatMap(event => {
      const { name } =
        event.activityTaskScheduledEventAttributes?.activityType ??
        event.startChildWorkflowExecutionInitiatedEventAttributes?.workflowType ??
        event.lambdaFunctionScheduledEventAttributes ??
        {}
      return name === undefined ? [] : [name]
    })
  }

  /** Where the workflow stands since its last decision. */
  get report(): ReplayReport | undefined {
    return this.simulator.report ?? this.#report
  }

  get view(): ScenarioView {
    return scenarioView(this)
  }

  /** Whether the execution is closed; a continue-as-new ends a story too. */
  get ended(): boolean {
    return this.root.closed !== undefined
  }

  /**
   * Programs decide what waits, until nothing does; then the checks are made. Where decision tasks are steps of their own,
   * the root waits to be told.
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

  /** A decider takes the decision task, and knows what it is going to answer. */
  async takeDecision(execution: SimulatedExecution): Promise<void> {
    const task = this.simulator.takeDecision(execution)
    this.open = { task, answer: await this.simulator.decide(task, true) }
  }

  /** It answers. Activities that are to be canceled have been taken by then: a worker hears of the request. */
  answerDecision(): void {
    const { task, answer } = this.open!
    this.open = undefined
    for (const { requestCancelActivityTaskDecisionAttributes: cancel } of answer.decisions) {
      const activity = cancel && task.execution.activities.get(cancel.activityId!)
      if (activity !== undefined && activity.startedEventId === 0) this.take(task.execution, activity.id)
    }
    this.simulator.answer(task, answer)
  }

  /** A worker takes an activity, if none has it. */
  take(execution: SimulatedExecution, id: string): CallTask {
    const activity = execution.activities.get(id)!
    const key = `${execution.workflowId} ${id}`
    if (activity.startedEventId !== 0) {
      return this.simulator.callTask(execution, activity, this.tokens.get(key)!)
    }
    const task = this.simulator.startActivity(execution, activity)
    this.tokens.set(key, task.taskToken)
    return task
  }

  /** The function that plays a task does its work; `undefined`: it never answers. */
  async work(
    kind: Worked['kind'],
    mock: ResolvedMock,
    task: CallTask,
    answered: boolean,
  ): Promise<CallEnding | undefined> {
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
    const ending = await new Promise<CallEnding | undefined>((resolve, reject) => {
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
    if (ending === undefined) return undefined
    const { name, id, attempt } = task
    const input = mock.serializer.deserialize(task.input)
    this.worked.push({ kind, name, id, attempt, input, result, error, answered })
    return ending
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
    const part = mocks.child({ name, version: undefined }, id)
    return 'workflow' in part ? undefined : part
  }
}
