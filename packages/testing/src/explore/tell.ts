import { type Signal, type WorkflowDefinition } from '@reyield/workflow'
import type { AnyActivity } from '../history/history.ts'
import { isPicked, type Pick } from '../history/pick.ts'
import { UnknownSignalError, ImpossibleStepError } from '../stage/errors.ts'
import type { StagedActivity, StagedExecution } from '../stage/execution.ts'
import type { Whereabouts } from '@reyield/replay/where'
import { advance } from './advance.ts'
import { enabledSteps } from './enabled.ts'
import type { Telling, Worlds } from './options.ts'
import { activitiesNamed } from './open-activities.ts'
import { asExpected } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { ScenarioFailedError } from './story-error.ts'
import { sent } from '../stage/world.ts'
import { Teller } from './teller.ts'
import type { StoryView } from './view.ts'

/** An activity: what `activities()` gives for it, or its name. */
type Named = AnyActivity | string

/** Which of several children of a type is meant: that with this workflow id. Default: the oldest. */
export interface ChildPick {
  readonly id?: string
}

/** Which of several calls of a Lambda function is meant: the nth, from 1. Default: the oldest. */
export interface LambdaPick {
  readonly nth?: number
}

const longest = 10_000

/**
 * A story that is told step by step: nothing happens but what is told, and the workflow decides behind each step. Each step
 * gives the story as it stands then.
 *
 * Every step throws ImpossibleStepError (STEP_IMPOSSIBLE) for what can't happen there, and ScenarioFailedError (SCENARIO_FAILED) where
 * a check of the world doesn't hold.
 */
export class Story {
  readonly #teller: Teller

  /** @hidden */
  constructor(teller: Teller) {
    this.#teller = teller
  }

  /** The story as it stands. */
  get view(): StoryView {
    return this.#teller.view
  }

  /** What has happened, in sentences. */
  get sentences(): readonly string[] {
    return this.#teller.steps.map(({ sentence }) => sentence)
  }

  /** The activity's function does its work, and its answer arrives. */
  completes(activity: Named, which?: Pick): Promise<StoryView> {
    return this.#activity('completes', activity, which, ({ of, id }) => ({ do: 'complete', of, id }))
  }

  /**
   * The activity fails before it has done anything: with `error`, or with that of the world's `endings` of the activity at the place
   * `ending`, from 0.
   */
  async fails(
    activity: Named,
    error?: unknown,
    { ending, ...which }: Pick & { readonly ending?: number } = {},
  ): Promise<StoryView> {
    if (ending !== undefined) this.#checkEnding(activity, ending)
    const n = ending ?? -1
    return this.#activity('fails', activity, which, ({ of, id }) => ({ do: 'fail', of, id, n, error }))
  }

  /** Its worker isn't heard of any more, and a timeout passes. `worked`: its function did the work before. */
  timesOut(
    activity: Named,
    { worked = false, ...which }: Pick & { readonly worked?: boolean } = {},
  ): Promise<StoryView> {
    return this.#activity(
      'timesOut',
      activity,
      which,
      ({ of, id }) => ({ do: 'timeOut', of, id, worked }),
      true,
    )
  }

  /** Its worker gives up, as the workflow has asked for. */
  cancels(activity: Named, which?: Pick): Promise<StoryView> {
    return this.#activity('cancels', activity, which, ({ of, id }) => ({ do: 'cancel', of, id }), true)
  }

  /** The function that plays a child does its work, and the child completes. */
  childCompletes(child: { readonly name: string } | string, which?: ChildPick): Promise<StoryView> {
    return this.#child(child, 'complete', which)
  }

  childFails(child: { readonly name: string } | string, which?: ChildPick): Promise<StoryView> {
    return this.#child(child, 'fail', which)
  }

  /** The child is canceled, as the workflow has asked for. */
  childCancels(child: { readonly name: string } | string, which?: ChildPick): Promise<StoryView> {
    return this.#child(child, 'cancel', which)
  }

  lambdaCompletes(name: string, which?: LambdaPick): Promise<StoryView> {
    return this.#lambda(name, 'complete', which)
  }

  lambdaFails(name: string, which?: LambdaPick): Promise<StoryView> {
    return this.#lambda(name, 'fail', which)
  }

  /** A signal comes. */
  async signals<T>(
    signal: Signal<T> | string,
    ...[value]: undefined extends T ? [value?: T] : [value: T]
  ): Promise<StoryView> {
    const { signals } = this.#teller
    const { serializer, ...coming } = sent(signal, value)
    const declared = signals.find(({ name }) => name === signal)?.serializer
    const index = signals.push({ ...coming, serializer: serializer ?? declared, after: undefined }) - 1
    this.#open(`Signal '${coming.name}'`)
    return this.#go({ do: 'signal', index })
  }

  /** The execution is asked to cancel itself. */
  async cancelRequested(): Promise<StoryView> {
    this.#open('A cancel request')
    return this.#go({ do: 'requestCancel' })
  }

  /** Time goes on to the next timer or timeout. */
  timePasses(): Promise<StoryView> {
    return this.#ifEnabled('timePasses', { do: 'pass' }, 'no timer is open and no timeout runs')
  }

  /** The decider dies with the decision task in hand: with `decisionTimeouts` in the world. */
  losesDecision(): Promise<StoryView> {
    return this.#ifEnabled('losesDecision', { do: 'loseDecision' }, 'no decision task waits that can be lost')
  }

  /** A decider takes the decision task, and answers later: with `batches` in the world. */
  takesDecision(): Promise<StoryView> {
    return this.#ifEnabled('takesDecision', { do: 'takeDecision' }, 'no decision task waits to be taken')
  }

  /** The workflow decides: with `batches` or `decisionTimeouts` in the world; else it does by itself. */
  decides(): Promise<StoryView> {
    const { open } = this.#teller
    return this.#ifEnabled(
      'decides',
      { do: open === undefined ? 'decide' : 'answerDecision' },
      'no decision task waits',
    )
  }

  /**
   * Goes on as expected to the end: activities complete, signals come that are waited for, time passes.
   *
   * @throws UnknownSignalError (SIGNAL_UNKNOWN) if a signal has come that the workflow never asked for by that name
   */
  async ends(): Promise<StoryView> {
    const teller = this.#teller
    await asExpected(teller, longest)
    const view = this.#told()
    const asked = teller.report?.asked ?? []
    const unknown = view.signals.find(({ name }) => !asked.includes(name))
    if (unknown !== undefined) throw new UnknownSignalError(teller.premise.workflow.name, unknown.name, asked)
    return view
  }

  /** Where the workflow waits, in source lines. */
  where(options: { readonly variables?: boolean } = {}): Promise<Whereabouts[]> {
    return this.#teller.stage.where(options)
  }

  async #activity(
    step: string,
    activity: Named,
    which: Pick | undefined,
    made: (found: { readonly of: string; readonly id: string }) => Step,
    mustBeEnabled = false,
  ): Promise<StoryView> {
    const name = typeof activity === 'string' ? activity : activity.activityName
    const label = `${step}(${name})`
    const [execution, found] = this.#find(name, which) ?? []
    if (execution === undefined || found === undefined) {
      throw new ImpossibleStepError(label, 'no activity that fits is open', this.#openThings())
    }
    const asked = made({ of: execution.workflowId, id: found.id })
    if (mustBeEnabled && !this.#isEnabled(asked)) {
      const why =
        asked.do === 'cancel'
          ? 'nobody has asked it to cancel itself'
          : 'it has no timeout that passes before anything else'
      throw new ImpossibleStepError(label, why, this.#openThings())
    }
    return this.#go(asked)
  }

  #find(name: string, which: Pick = {}): [StagedExecution, StagedActivity] | undefined {
    const { stage } = this.#teller
    const fitting = activitiesNamed(stage, name).filter(([, one]) =>
      isPicked(which, one.id, () => stage.playerOf(one).serializer.deserialize(one.input)),
    )
    return fitting[(which.nth ?? 1) - 1]
  }

  #checkEnding(activity: Named, ending: number): void {
    const name = typeof activity === 'string' ? activity : activity.activityName
    const told = this.#teller.world.endings?.[name]?.[ending]
    if (typeof told === 'object') return
    throw new ImpossibleStepError(
      `fails(${name})`,
      `the world's endings of '${name}' have no { fails } at the place ${ending}`,
      this.#openThings(),
    )
  }

  async #child(
    child: { readonly name: string } | string,
    how: 'complete' | 'fail' | 'cancel',
    { id }: ChildPick = {},
  ): Promise<StoryView> {
    const name = typeof child === 'string' ? child : child.name
    const found = this.#teller.stage.playedChildren.find(
      ({ type, workflowId }) => type.name === name && (id === undefined || workflowId === id),
    )
    if (found === undefined) {
      throw new ImpossibleStepError(
        `Child ${name}`,
        'no such child that a function plays is open',
        this.#openThings(),
      )
    }
    return this.#go({ do: 'endChild', workflowId: found.workflowId, how })
  }

  async #lambda(
    name: string,
    how: 'complete' | 'fail',
    { nth: place = 1 }: LambdaPick = {},
  ): Promise<StoryView> {
    const { invocations } = this.#teller.stage.swf
    const found = invocations.filter(one => one.name === name)[place - 1]
    const nth = found === undefined ? -1 : invocations.indexOf(found)
    if (nth === -1)
      throw new ImpossibleStepError(`Lambda function ${name}`, 'it is not called', this.#openThings())
    return this.#go({ do: 'endLambda', nth, how })
  }

  async #ifEnabled(name: string, step: Step, why: string): Promise<StoryView> {
    if (!this.#isEnabled(step)) throw new ImpossibleStepError(`${name}()`, why, this.#openThings())
    return this.#go(step)
  }

  #isEnabled(step: Step): boolean {
    const key = keyOf(step)
    return enabledSteps(this.#teller).some(one => keyOf(one) === key)
  }

  #open(step: string): void {
    const { closed } = this.#teller.root
    if (closed !== undefined) throw new ImpossibleStepError(step, `the execution is closed (${closed})`, [])
  }

  async #go(step: Step): Promise<StoryView> {
    await advance(this.#teller, step)
    return this.#told()
  }

  #told(): StoryView {
    const { failure } = this.#teller
    if (failure !== undefined) throw new ScenarioFailedError(this.#teller, failure, '')
    return this.#teller.view
  }

  #openThings(): string[] {
    const { stage } = this.#teller
    return [...stage.swf.executions.values()]
      .filter(({ closed }) => closed === undefined)
      .flatMap(({ activities, timers }) => [
        ...[...activities.values()].map(
          ({ name, id, startedEventId }) =>
            `activity '${name}' (id '${id}', ${startedEventId === 0 ? 'scheduled' : 'started'})`,
        ),
        ...[...timers.values()].map(({ id, seconds }) => `timer '${id}' of ${seconds} s`),
      ])
  }
}

/**
 * Begins a story that is told step by step: nothing happens by itself. What an exploration prints as a test is such a story;
 * the world is the same as there, its checks are made behind each step.
 *
 * @throws ScenarioFailedError (SCENARIO_FAILED) if a check doesn't hold from the beginning
 * @example
 * ```ts
 * const story = await tell(order, { id: '7' }, { activities })
 * await story.timesOut(charge, { worked: true })
 * await story.completes(charge)
 * const { closeStatus, done } = await story.ends()
 * expect(done(charge)).toHaveLength(1)
 * ```
 */
export async function tell<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  worlds: Worlds<Telling> = {},
): Promise<Story> {
  const teller = await Teller.begin({ workflow, input, worlds })
  if (teller.failure !== undefined) throw new ScenarioFailedError(teller, teller.failure, '')
  return new Story(teller)
}
