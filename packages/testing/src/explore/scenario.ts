import { type Signal, type WorkflowDefinition } from '@reyield/workflow'
import type { AnyActivity } from '../history/history.ts'
import { isPicked, type OperationPick } from '../history/pick.ts'
import { UnknownSignalError, ImpossibleStepError } from '../simulator/errors.ts'
import type { SimulatedActivity, SimulatedExecution } from '../simulator/execution.ts'
import type { BranchLocation } from '@reyield/replay/where'
import { advance } from './advance.ts'
import { enabledSteps } from './enabled.ts'
import type { ScenarioOptions, OptionsOrFactory } from './options.ts'
import { activitiesNamed } from './open-activities.ts'
import { asExpected } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { ScenarioFailedError } from './scenario-error.ts'
import { sent } from '../simulator/options.ts'
import { ScenarioRunner } from './scenario-runner.ts'
import type { ScenarioView } from './view.ts'

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
export class Scenario {
  readonly #runner: ScenarioRunner

  /** @hidden */
  constructor(runner: ScenarioRunner) {
    this.#runner = runner
  }

  /** The story as it stands. */
  get view(): ScenarioView {
    return this.#runner.view
  }

  /** What has happened, in sentences. */
  get sentences(): readonly string[] {
    return this.#runner.steps.map(({ sentence }) => sentence)
  }

  /** The activity's function does its work, and its answer arrives. */
  complete(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    return this.#activity('complete', activity, which, ({ of, id }) => ({ do: 'complete', of, id }))
  }

  /**
   * The activity fails before it has done anything: with `error`, or with that of the world's `endings` of the activity at the place
   * `outcome`, from 0.
   */
  async fail(
    activity: Named,
    error?: unknown,
    { outcome, ...which }: OperationPick & { readonly outcome?: number } = {},
  ): Promise<ScenarioView> {
    if (outcome !== undefined) this.#checkOutcome(activity, outcome)
    const n = outcome ?? -1
    return this.#activity('fail', activity, which, ({ of, id }) => ({ do: 'fail', of, id, n, error }))
  }

  /** Its worker isn't heard of any more, and a timeout passes. `worked`: its function did the work before. */
  timeOut(
    activity: Named,
    { worked = false, ...which }: OperationPick & { readonly worked?: boolean } = {},
  ): Promise<ScenarioView> {
    return this.#activity(
      'timeOut',
      activity,
      which,
      ({ of, id }) => ({ do: 'timeOut', of, id, worked }),
      true,
    )
  }

  /** Its worker gives up, as the workflow has asked for. */
  cancel(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    return this.#activity('cancel', activity, which, ({ of, id }) => ({ do: 'cancel', of, id }), true)
  }

  /** The function that plays a child does its work, and the child completes. */
  completeChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'complete', which)
  }

  failChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'fail', which)
  }

  /** The child is canceled, as the workflow has asked for. */
  cancelChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'cancel', which)
  }

  completeLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#lambda(name, 'complete', which)
  }

  failLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#lambda(name, 'fail', which)
  }

  /** A signal comes. */
  async signal<T>(
    signal: Signal<T> | string,
    ...[value]: undefined extends T ? [value?: T] : [value: T]
  ): Promise<ScenarioView> {
    const { signals } = this.#runner
    const { serializer, ...coming } = sent(signal, value)
    const declared = signals.find(({ name }) => name === signal)?.serializer
    const index = signals.push({ ...coming, serializer: serializer ?? declared, after: undefined }) - 1
    this.#open(`Signal '${coming.name}'`)
    return this.#go({ do: 'signal', index })
  }

  /** The execution is asked to cancel itself. */
  async requestCancel(): Promise<ScenarioView> {
    this.#open('A cancel request')
    return this.#go({ do: 'requestCancel' })
  }

  /** Time goes on to the next timer or timeout. */
  advanceToNextDeadline(): Promise<ScenarioView> {
    return this.#ifEnabled('advanceToNextDeadline', { do: 'pass' }, 'no timer is open and no timeout runs')
  }

  /** The decider dies with the decision task in hand: with `decisionTimeouts` in the world. */
  loseDecision(): Promise<ScenarioView> {
    return this.#ifEnabled('loseDecision', { do: 'loseDecision' }, 'no decision task waits that can be lost')
  }

  /** A decider takes the decision task, and answers later: with `batches` in the world. */
  takeDecision(): Promise<ScenarioView> {
    return this.#ifEnabled('takeDecision', { do: 'takeDecision' }, 'no decision task waits to be taken')
  }

  /** The workflow decides: with `batches` or `decisionTimeouts` in the world; else it does by itself. */
  decide(): Promise<ScenarioView> {
    const { open } = this.#runner
    return this.#ifEnabled(
      'decide',
      { do: open === undefined ? 'decide' : 'answerDecision' },
      'no decision task waits',
    )
  }

  /**
   * Goes on as expected to the end: activities complete, signals come that are waited for, time passes.
   *
   * @throws UnknownSignalError (SIGNAL_UNKNOWN) if a signal has come that the workflow never asked for by that name
   */
  async runToEnd(): Promise<ScenarioView> {
    const runner = this.#runner
    await asExpected(runner, longest)
    const view = this.#view()
    const asked = runner.report?.asked ?? []
    const unknown = view.signals.find(({ name }) => !asked.includes(name))
    if (unknown !== undefined) throw new UnknownSignalError(runner.setup.workflow.name, unknown.name, asked)
    return view
  }

  /** Where the workflow waits, in source lines. */
  where(options: { readonly variables?: boolean } = {}): Promise<BranchLocation[]> {
    return this.#runner.simulator.where(options)
  }

  async #activity(
    step: string,
    activity: Named,
    which: OperationPick | undefined,
    made: (found: { readonly of: string; readonly id: string }) => Step,
    mustBeEnabled = false,
  ): Promise<ScenarioView> {
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

  #find(name: string, which: OperationPick = {}): [SimulatedExecution, SimulatedActivity] | undefined {
    const { simulator } = this.#runner
    const fitting = activitiesNamed(simulator, name).filter(([, one]) =>
      isPicked(which, one.id, () => simulator.mockOf(one).serializer.deserialize(one.input)),
    )
    return fitting[(which.nth ?? 1) - 1]
  }

  #checkOutcome(activity: Named, outcome: number): void {
    const name = typeof activity === 'string' ? activity : activity.activityName
    const found = this.#runner.options.outcomes?.[name]?.[outcome]
    if (typeof found === 'object') return
    throw new ImpossibleStepError(
      `fail(${name})`,
      `the world's endings of '${name}' have no { failed } at the place ${outcome}`,
      this.#openThings(),
    )
  }

  async #child(
    child: { readonly name: string } | string,
    how: 'complete' | 'fail' | 'cancel',
    { id }: ChildPick = {},
  ): Promise<ScenarioView> {
    const name = typeof child === 'string' ? child : child.name
    const found = this.#runner.simulator.mockedChildren.find(
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
  ): Promise<ScenarioView> {
    const { invocations } = this.#runner.simulator.swf
    const found = invocations.filter(one => one.name === name)[place - 1]
    const nth = found === undefined ? -1 : invocations.indexOf(found)
    if (nth === -1)
      throw new ImpossibleStepError(`Lambda function ${name}`, 'it is not called', this.#openThings())
    return this.#go({ do: 'endLambda', nth, how })
  }

  async #ifEnabled(name: string, step: Step, why: string): Promise<ScenarioView> {
    if (!this.#isEnabled(step)) throw new ImpossibleStepError(`${name}()`, why, this.#openThings())
    return this.#go(step)
  }

  #isEnabled(step: Step): boolean {
    const key = keyOf(step)
    return enabledSteps(this.#runner).some(one => keyOf(one) === key)
  }

  #open(step: string): void {
    const { closed } = this.#runner.root
    if (closed !== undefined) throw new ImpossibleStepError(step, `the execution is closed (${closed})`, [])
  }

  async #go(step: Step): Promise<ScenarioView> {
    await advance(this.#runner, step)
    return this.#view()
  }

  #view(): ScenarioView {
    const { failure } = this.#runner
    if (failure !== undefined) throw new ScenarioFailedError(this.#runner, failure, '')
    return this.#runner.view
  }

  #openThings(): string[] {
    const { simulator } = this.#runner
    return [...simulator.swf.executions.values()]
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
 * const execution = await scenario(order, { id: '7' }, { activities })
 * await execution.timeOut(charge, { worked: true })
 * await execution.complete(charge)
 * const { closeStatus, done } = await execution.runToEnd()
 * expect(done(charge)).toHaveLength(1)
 * ```
 */
export async function scenario<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options: OptionsOrFactory<ScenarioOptions> = {},
): Promise<Scenario> {
  const runner = await ScenarioRunner.begin({ workflow, input, options })
  if (runner.failure !== undefined) throw new ScenarioFailedError(runner, runner.failure, '')
  return new Scenario(runner)
}
