import { json } from '@reyield/data'
import type { Transaction } from '@reyield/local'
import type { ReplayReport } from '@reyield/replay'
import type { AnyWorkflow } from '@reyield/workflow'
import { heartbeat } from '../stage/answers.ts'
import { call, type CallEnding, type CallTask } from '../stage/call.ts'
import type { StagedExecution } from '../stage/execution.ts'
import { Stage, type DecisionTask } from '../stage/stage.ts'
import { Warnings } from '../stage/warnings.ts'
import { stageOptions, startOf, type Player, type SentSignal } from '../stage/world.ts'
import type { Answer } from '../stage/program.ts'
import { failureAt, failureOf, type Failure } from './checks.ts'
import { worldOf, type Telling, type Worlds } from './options.ts'
import type { TakenStep } from './step.ts'
import { storyView } from './story-view.ts'
import type { StoryView, Worked } from './view.ts'

/** A story as far as it is told: enough to go on from there, any number of times. */
export interface Moment {
  readonly log: readonly Transaction[]
  readonly report: ReplayReport
  readonly warnings: Warnings
  readonly worked: readonly Worked[]
  readonly sent: readonly number[]
  readonly tokens: ReadonlyMap<string, string>
  readonly hung: ReadonlySet<string>
  readonly left: readonly LeftActivity[]
  readonly steps: readonly TakenStep[]
  readonly cancelRequests: number
  readonly lost: number
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
export type LeftActivity = Omit<CallTask, 'taskToken'>

/** What functions play that never answer; a further attempt is another one. */
export const hungKey = (
  { workflowId }: StagedExecution,
  { scheduledEventId }: { readonly scheduledEventId: number },
) => `${workflowId} ${scheduledEventId}`

/** A workflow, its input and its world. */
export interface Premise {
  readonly workflow: AnyWorkflow
  readonly input: unknown
  readonly worlds: Worlds<Telling>
}

/**
 * Tells one story of a workflow, step by step: what can happen next, and what comes of it. After each step the workflow
 * decides, and the checks are made; at each decision also by a program that is made anew from the history.
 */
export class Teller {
  readonly premise: Premise
  readonly world: Telling
  readonly stage: Stage
  readonly signals: SentSignal[]
  worked: Worked[]
  /** Indexes of the signals that have come. */
  readonly sent: number[]
  /** Task tokens of activities that a worker has, by execution and id. */
  readonly tokens: Map<string, string>
  /** What functions play that never answer, by execution and id. */
  readonly hung: Set<string>
  /** Activities that were asked to give up while nobody waited for them any more. */
  readonly left: LeftActivity[]
  readonly steps: TakenStep[]
  cancelRequests: number
  /** Decision tasks that were lost. */
  lost: number
  /** A decision task that a decider has, and what it is going to answer. */
  open: { readonly task: DecisionTask; readonly answer: Answer } | undefined
  failure: Failure | undefined
  #report: ReplayReport | undefined

  private constructor(premise: Premise, moment: Moment | undefined) {
    this.premise = premise
    const { workflow, input } = premise
    const { world } = worldOf(premise.worlds)
    this.world = world
    this.signals = [...(world.signals ?? [])]
    const options = stageOptions(workflow, world, false)
    this.stage = new Stage(
      options,
      moment === undefined
        ? {
            input,
            start: startOf(world),
            others: world.others ?? [],
          }
        : { log: moment.log, warnings: moment.warnings },
    )
    this.#report = moment?.report
    this.worked = [...(moment?.worked ?? [])]
    this.sent = [...(moment?.sent ?? [])]
    this.tokens = new Map(moment?.tokens)
    this.hung = new Set(moment?.hung)
    this.left = [...(moment?.left ?? [])]
    this.steps = [...(moment?.steps ?? [])]
    this.cancelRequests = moment?.cancelRequests ?? 0
    this.lost = moment?.lost ?? 0
    if (moment?.open !== undefined) {
      const { runId, taskToken, events, answer } = moment.open
      const execution = this.stage.swf.executions.get(runId)!
      this.open = { task: { execution, taskToken, events }, answer }
    }
  }

  /** The beginning: the execution is started, and the workflow has decided once. */
  static async begin(premise: Premise): Promise<Teller> {
    const teller = new Teller(premise, undefined)
    try {
      await teller.settle()
    } catch (error) {
      teller.failure = failureOf(error)
    }
    return teller
  }

  /** Goes on from a moment of a story. What functions of a world of its own keep is made again by calling them again. */
  static async resume(premise: Premise, moment: Moment): Promise<Teller> {
    const teller = new Teller(premise, moment)
    if (typeof premise.worlds === 'function') await teller.#workAgain()
    return teller
  }

  /** This moment. */
  moment(): Moment {
    return {
      log: [...this.stage.swf.log],
      report: this.report!,
      warnings: new Warnings(this.stage.warnings),
      worked: [...this.worked],
      sent: [...this.sent],
      tokens: new Map(this.tokens),
      hung: new Set(this.hung),
      left: [...this.left],
      steps: [...this.steps],
      cancelRequests: this.cancelRequests,
      lost: this.lost,
      open: this.open && {
        runId: this.open.task.execution.runId,
        taskToken: this.open.task.taskToken,
        events: this.open.task.events,
        answer: this.open.answer,
      },
    }
  }

  /** The execution that the story is about: its first run. */
  get root(): StagedExecution {
    return this.stage.root
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
    return this.stage.report ?? this.#report
  }

  get view(): StoryView {
    return storyView(this)
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
    const { batches, decisionTimeouts = 0 } = this.world
    const byHand = (batches === true || decisionTimeouts > 0) && this.steps.length > 0
    for (;;) {
      const execution = this.stage.waitingTasks.find(one => !(byHand && this.stage.isRoot(one)))
      if (execution === undefined) break
      await this.takeDecision(execution)
      this.answerDecision()
    }
    this.failure ??= failureAt(this.world, this.view)
  }

  /** A decider takes the decision task, and knows what it is going to answer. */
  async takeDecision(execution: StagedExecution): Promise<void> {
    const task = this.stage.takeDecision(execution)
    this.open = { task, answer: await this.stage.decide(task, true) }
  }

  /** It answers. Activities that are to be canceled have been taken by then: a worker hears of the request. */
  answerDecision(): void {
    const { task, answer } = this.open!
    this.open = undefined
    for (const { requestCancelActivityTaskDecisionAttributes: cancel } of answer.decisions) {
      const activity = cancel && task.execution.activities.get(cancel.activityId!)
      if (activity !== undefined && activity.startedEventId === 0) this.take(task.execution, activity.id)
    }
    this.stage.answer(task, answer)
  }

  /** A worker takes an activity, if none has it. */
  take(execution: StagedExecution, id: string): CallTask {
    const activity = execution.activities.get(id)!
    const key = `${execution.workflowId} ${id}`
    if (activity.startedEventId !== 0) {
      return this.stage.callTask(execution, activity, this.tokens.get(key)!)
    }
    const task = this.stage.startActivity(execution, activity)
    this.tokens.set(key, task.taskToken)
    return task
  }

  /** The function that plays a task does its work; `undefined`: it never answers. */
  async work(
    kind: Worked['kind'],
    player: Player,
    task: CallTask,
    heard: boolean,
  ): Promise<CallEnding | undefined> {
    let result: unknown
    let error: unknown
    const watched: Player = {
      ...player,
      run: async (input: unknown, context: unknown) => {
        try {
          result = await (player.run as unknown as (input: unknown, context: unknown) => unknown)(
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
          kind === 'activity' ? heartbeat(this.stage, task.taskToken, details) : 'go on',
      }
      call(kind, watched, task, hooks).then(resolve, reject)
    })
    if (ending === undefined) return undefined
    const { name, id, attempt } = task
    const input = player.serializer.deserialize(task.input)
    this.worked.push({ kind, name, id, attempt, input, result, error, heard })
    return ending
  }

  async #workAgain(): Promise<void> {
    for (const { kind, name, id, attempt, input } of this.worked) {
      const player = this.#playerOf(kind, name, id)
      if (player === undefined) continue
      const hooks = { sleep: async () => undefined, heartbeat: () => 'go on' as const }
      await call(
        kind,
        player,
        {
          id,
          name,
          version: '1.0',
          input: player.serializer.serialize(input),
          attempt,
          taskToken: '',
          execution: { workflowId: this.root.workflowId, runId: this.root.runId },
        },
        hooks,
      )
    }
  }

  #playerOf(kind: Worked['kind'], name: string, id: string): Player | undefined {
    const { parts } = this.stage
    if (kind === 'activity') return parts.activity({ name, version: undefined }, id)
    if (kind === 'lambda') return { run: parts.lambda(name, id), serializer: json }
    const part = parts.child({ name, version: undefined }, id)
    return 'workflow' in part ? undefined : part
  }
}
