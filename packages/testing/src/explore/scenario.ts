import type { ActivityView, ExecutionView } from '@reyield/local'
import { type Signal, type WorkflowDefinition } from '@reyield/workflow'
import type { AnyActivity } from '../history/history.ts'
import { isPicked, type OperationPick } from '../history/pick.ts'
import { UnknownSignalError, ImpossibleStepError } from '../simulator/errors.ts'
import { historyOf } from '../simulator/execution.ts'
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

/** An activity: its definition from `activities()`, or its name. */
type Named = AnyActivity | string

/** Which of several children of a type is meant: the one with this workflow id. Default: the oldest. */
export interface ChildPick {
  readonly id?: string
}

/** Which of several calls of a Lambda function is meant: the nth, from 1. Default: the oldest. */
export interface LambdaPick {
  readonly nth?: number
}

const longest = 10_000

/**
 * A scenario that a test runs step by step. Only the steps that the test calls happen, and the workflow decides after
 * each of them. Each step returns the view of the scenario after it.
 *
 * Every step throws ImpossibleStepError (STEP_IMPOSSIBLE) if it isn't possible at that point, and ScenarioFailedError
 * (SCENARIO_FAILED) if a check of the options fails.
 *
 * @example
 * ```ts
 * const execution = await scenario(order, cart, { activities })
 * await execution.timeOut(charge, { worked: true })
 * await execution.requestCancel()
 * const { closeStatus } = await execution.runToEnd()
 * ```
 */
export class Scenario {
  readonly #runner: ScenarioRunner

  /** @hidden */
  constructor(runner: ScenarioRunner) {
    this.#runner = runner
  }

  /** The current view of the scenario. */
  get view(): ScenarioView {
    return this.#runner.view
  }

  /** What has happened so far, one sentence for each step. */
  get sentences(): readonly string[] {
    return this.#runner.steps.map(({ sentence }) => sentence)
  }

  /** The activity's mock runs, and its answer arrives. */
  complete(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    return this.#activity('complete', activity, which, ({ of, id }) => ({ do: 'complete', of, id }))
  }

  /**
   * The activity fails before it has done any work: with `error`, or with the `{ failed }` at index `outcome` (from 0)
   * of the activity's `outcomes` in the options.
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

  /** The activity's worker never answers, and a timeout passes. `worked`: its mock ran before. Default false. */
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

  /** The activity's worker stops, because the workflow requested it. */
  cancel(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    return this.#activity('cancel', activity, which, ({ of, id }) => ({ do: 'cancel', of, id }), true)
  }

  /** The mock of the child runs, and the child completes. */
  completeChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'complete', which)
  }

  failChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'fail', which)
  }

  /** The child is canceled, because the workflow requested it. */
  cancelChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#child(child, 'cancel', which)
  }

  completeLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#lambda(name, 'complete', which)
  }

  failLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#lambda(name, 'fail', which)
  }

  /** A signal arrives. */
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

  /** A cancel request arrives. */
  async requestCancel(): Promise<ScenarioView> {
    this.#open('A cancel request')
    return this.#go({ do: 'requestCancel' })
  }

  /** Time passes to the next timer or timeout. */
  advanceToNextDeadline(): Promise<ScenarioView> {
    return this.#ifEnabled('advanceToNextDeadline', { do: 'pass' }, 'no timer and no timeout is open')
  }

  /** The decider crashes with the decision task that it has taken. Needs `decisionTimeouts` in the options. */
  loseDecision(): Promise<ScenarioView> {
    return this.#ifEnabled(
      'loseDecision',
      { do: 'loseDecision' },
      'no decision task is waiting, or `decisionTimeouts` is used up',
    )
  }

  /** A decider takes the decision task, and answers in a later step. Needs `batches` in the options. */
  takeDecision(): Promise<ScenarioView> {
    return this.#ifEnabled('takeDecision', { do: 'takeDecision' }, 'no decision task is waiting')
  }

  /**
   * The workflow decides. Needs `batches` or `decisionTimeouts` in the options; without them it decides after each step
   * by itself.
   */
  decide(): Promise<ScenarioView> {
    const { open } = this.#runner
    return this.#ifEnabled(
      'decide',
      { do: open === undefined ? 'decide' : 'answerDecision' },
      'no decision task is waiting',
    )
  }

  /**
   * Continues to the end with the expected steps: activities complete, awaited signals arrive, time passes.
   *
   * @throws UnknownSignalError (SIGNAL_UNKNOWN) if a signal has arrived that the workflow never asked for by that name
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

  /** The source lines where the workflow waits. */
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
      throw new ImpossibleStepError(label, 'no matching activity is open', this.#openThings())
    }
    const asked = made({ of: execution.workflowId, id: found.activityId })
    if (mustBeEnabled && !this.#isEnabled(asked)) {
      const why =
        asked.do === 'cancel'
          ? 'the workflow has not requested to cancel it'
          : 'another deadline comes before its timeout'
      throw new ImpossibleStepError(label, why, this.#openThings())
    }
    return this.#go(asked)
  }

  #find(name: string, which: OperationPick = {}): [ExecutionView, ActivityView] | undefined {
    const { simulator } = this.#runner
    const fitting = activitiesNamed(simulator, name).filter(([, one]) =>
      isPicked(which, one.activityId, () => simulator.mockOf(one).serializer.deserialize(one.input)),
    )
    return fitting[(which.nth ?? 1) - 1]
  }

  #checkOutcome(activity: Named, outcome: number): void {
    const name = typeof activity === 'string' ? activity : activity.activityName
    const found = this.#runner.options.outcomes?.[name]?.[outcome]
    if (typeof found === 'object') return
    throw new ImpossibleStepError(
      `fail(${name})`,
      `the option outcomes of '${name}' has no { failed } at index ${outcome}`,
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
      ({ workflowType, workflowId }) => workflowType.name === name && (id === undefined || workflowId === id),
    )
    if (found === undefined) {
      throw new ImpossibleStepError(`Child ${name}`, 'no such child with a mock is open', this.#openThings())
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
      throw new ImpossibleStepError(`Lambda function ${name}`, 'no such call is open', this.#openThings())
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
    if (closed !== undefined)
      throw new ImpossibleStepError(step, `the execution is closed (${closed.status})`, [])
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
    return [...simulator.swf.executions.values()].flatMap(execution => [
      ...[...execution.activities.values()].map(
        ({ activityType: { name }, activityId, startedEventId }) =>
          `activity '${name}' (id '${activityId}', ${startedEventId === 0 ? 'scheduled' : 'started'})`,
      ),
      ...[...execution.timers.values()].map(({ timerId, startedEventId }) => {
        const { timerStartedEventAttributes: started } = historyOf(execution)[startedEventId - 1]!
        return `timer '${timerId}' of ${started!.startToFireTimeout} s`
      }),
    ])
  }
}

/**
 * Starts a scenario that a test runs step by step. Nothing happens by itself. An exploration prints a failed scenario
 * as such a test. The options are those of `explore`, and their checks run after each step.
 *
 * @throws ScenarioFailedError (SCENARIO_FAILED) if a check fails at the start
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
