import type { BranchLocation } from '@reyield/replay/where'
import type { Signal, WorkflowDefinition } from '@reyield/workflow'
import { isPicked, type OperationPick } from '../history/pick.ts'
import type { AnyActivity } from '../history/subject.ts'
import type { MockedKind } from '../mocks/call.ts'
import { ImpossibleStepError, UnknownSignalError } from '../simulator/errors.ts'
import { historyOf } from '../simulator/execution.ts'
import type { OptionsOrFactory } from '../simulator/options.ts'
import { sent, writeSignal, type SentSignal } from '../simulator/signals.ts'
import { openWork } from '../simulator/work.ts'
import type { ScenarioOptions } from './options.ts'
import { ScenarioRunner } from './runner.ts'
import { ScenarioFailedError } from './scenario-error.ts'
import type { EndStep, SignalStep, Step } from './step.ts'
import { isEnabled } from './steps/table.ts'
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
    return this.#runner.state.steps.map(({ sentence }) => sentence)
  }

  /** The activity's mock runs, and its answer arrives. */
  async complete(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    return this.#take(this.#activity('complete', activity, 'completed', which))
  }

  /**
   * The activity fails before it has done any work: with `error`, or with the `{ failed }` at index `outcome` (from 0)
   * of the activity's `outcomes` in the options.
   */
  async fail(
    activity: Named,
    error?: unknown,
    { outcome: nth, ...which }: OperationPick & { readonly outcome?: number } = {},
  ): Promise<ScenarioView> {
    const name = nameOf(activity)
    if (nth !== undefined && typeof this.#runner.options.outcomes?.[name]?.[nth] !== 'object') {
      const why = `the option outcomes of '${name}' has no { failed } at index ${nth}`
      throw this.#impossible(`fail(${name})`, why)
    }
    return this.#take({ ...this.#activity('fail', activity, 'failed', which), nth, error })
  }

  /** The activity's worker never answers, and a timeout passes. `worked`: its mock ran before. Default false. */
  async timeOut(
    activity: Named,
    { worked = false, ...which }: OperationPick & { readonly worked?: boolean } = {},
  ): Promise<ScenarioView> {
    const step = this.#activity('timeOut', activity, worked ? 'timedOutAfterWork' : 'timedOut', which)
    const why = 'another deadline comes before its timeout'
    return this.#takeIfEnabled(`timeOut(${nameOf(activity)})`, step, why)
  }

  /** The activity's worker stops, because the workflow requested it. */
  async cancel(activity: Named, which?: OperationPick): Promise<ScenarioView> {
    const step = this.#activity('cancel', activity, 'canceled', which)
    const why = 'the workflow has not requested to cancel it'
    return this.#takeIfEnabled(`cancel(${nameOf(activity)})`, step, why)
  }

  /** The mock of the child runs, and the child completes. */
  async completeChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#take(this.#child(child, 'completed', which))
  }

  async failChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#take(this.#child(child, 'failed', which))
  }

  /** The child is canceled, because the workflow requested it. */
  async cancelChild(child: { readonly name: string } | string, which?: ChildPick): Promise<ScenarioView> {
    return this.#take(this.#child(child, 'canceled', which))
  }

  /** The mock of the Lambda function runs, and its result arrives. */
  async completeLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#take(this.#lambda(name, 'completed', which))
  }

  async failLambda(name: string, which?: LambdaPick): Promise<ScenarioView> {
    return this.#take(this.#lambda(name, 'failed', which))
  }

  /**
   * A signal arrives. It takes the place of the next one of the same name in the options, if that has the same value.
   *
   * @throws InvalidInputError (INPUT_INVALID) if the signal's schema rejects the value
   */
  async signal<T>(
    signal: Signal<T> | string,
    ...[value]: undefined extends T ? [value?: T] : [value: T]
  ): Promise<ScenarioView> {
    const arriving = sent(signal, value)
    this.#mustBeOpen(`Signal '${arriving.name}'`)
    return this.#take(this.#signal(arriving))
  }

  /** A cancel request arrives. */
  async requestCancel(): Promise<ScenarioView> {
    this.#mustBeOpen('A cancel request')
    return this.#take({ do: 'requestCancel' })
  }

  /** Time passes to the next timer or timeout. */
  advanceToNextDeadline(): Promise<ScenarioView> {
    const why = 'no timer and no timeout is open'
    return this.#takeIfEnabled('advanceToNextDeadline()', { do: 'pass' }, why)
  }

  /** The decider crashes with the decision task that it has taken. Needs `decisionTimeouts` in the options. */
  loseDecision(): Promise<ScenarioView> {
    const why = 'no decision task is waiting, or `decisionTimeouts` is used up'
    return this.#takeIfEnabled('loseDecision()', { do: 'loseDecision' }, why)
  }

  /** A decider takes the decision task, and answers in a later step. Needs `batches` in the options. */
  takeDecision(): Promise<ScenarioView> {
    return this.#takeIfEnabled('takeDecision()', { do: 'takeDecision' }, 'no decision task is waiting')
  }

  /**
   * The workflow decides. Needs `batches` or `decisionTimeouts` in the options; without them it decides after each step
   * by itself.
   */
  decide(): Promise<ScenarioView> {
    const { open } = this.#runner.state
    const step = { do: open === undefined ? 'decide' : 'answerDecision' } as const
    return this.#takeIfEnabled('decide()', step, 'no decision task is waiting')
  }

  /**
   * Continues to the end with the expected steps: activities complete, awaited signals arrive, time passes.
   *
   * @throws UnknownSignalError (SIGNAL_UNKNOWN) if a signal has arrived that the workflow never asked for by that name
   */
  async runToEnd(): Promise<ScenarioView> {
    const { setup, simulator } = this.#runner
    await this.#runner.runToEnd(longest)
    const view = this.#checkedView()
    const asked = simulator.report?.asked ?? []
    const unknown = view.signals.find(({ name }) => !asked.includes(name))
    if (unknown !== undefined) throw new UnknownSignalError(setup.workflow.name, unknown.name, asked)
    return view
  }

  /** The source lines where the workflow waits. */
  where(options: { readonly variables?: boolean } = {}): Promise<BranchLocation[]> {
    return this.#runner.simulator.where(options)
  }

  #activity(method: string, activity: Named, outcome: EndStep['outcome'], which?: OperationPick): EndStep {
    const name = nameOf(activity)
    const found = this.#pick('activity', name, which)
    if (found === undefined) throw this.#impossible(`${method}(${name})`, 'no matching activity is open')
    return { ...found, do: 'endActivity', outcome }
  }

  #child(child: { readonly name: string } | string, outcome: EndStep['outcome'], which?: ChildPick): EndStep {
    const name = typeof child === 'string' ? child : child.name
    const found = this.#pick('child', name, which)
    if (found === undefined) throw this.#impossible(`Child ${name}`, 'no such child with a mock is open')
    return { ...found, do: 'endChild', outcome }
  }

  #lambda(name: string, outcome: EndStep['outcome'], which?: LambdaPick): EndStep {
    const found = this.#pick('lambda', name, which)
    if (found === undefined) throw this.#impossible(`Lambda function ${name}`, 'no such call is open')
    return { ...found, do: 'endLambda', outcome }
  }

  /** The oldest open work of a name that fits. */
  #pick(kind: MockedKind, name: string, which: OperationPick = {}): Pick<EndStep, 'of' | 'id'> | undefined {
    const fitting = openWork(this.#runner.simulator, kind).filter(
      ({ name: own, id, input, mock }) =>
        own === name && isPicked(which, id, () => mock.serializer.deserialize(input)),
    )
    const found = fitting[(which.nth ?? 1) - 1]
    return found && { of: found.of, id: found.id }
  }

  /** The next signal of its name in the options, if that one has the same value. Else a further signal. */
  #signal(arriving: SentSignal): SignalStep {
    const { simulator, options, state } = this.#runner
    const ofName = [...(options.signals ?? []).entries()].filter(([, { name }]) => name === arriving.name)
    const serializer = arriving.serializer ?? ofName[0]?.[1].serializer
    const signal = { ...arriving, serializer }
    const written = writeSignal(signal, simulator.serializer)
    const [index, next] = ofName.find(([index]) => state.signals.every(one => one.index !== index)) ?? []
    if (index === undefined || next === undefined || writeSignal(next, simulator.serializer) !== written)
      return { do: 'signal', index: -1, signal }
    return { do: 'signal', index }
  }

  async #takeIfEnabled(label: string, step: Step, why: string): Promise<ScenarioView> {
    if (!isEnabled(this.#runner, step)) throw this.#impossible(label, why)
    return this.#take(step)
  }

  async #take(step: Step): Promise<ScenarioView> {
    await this.#runner.take(step)
    return this.#checkedView()
  }

  #checkedView(): ScenarioView {
    const { failure } = this.#runner.state
    if (failure !== undefined) throw new ScenarioFailedError(this.#runner, failure, '')
    return this.#runner.view
  }

  #mustBeOpen(step: string): void {
    const { closed } = this.#runner.simulator.root
    if (closed !== undefined)
      throw new ImpossibleStepError(step, `the execution is closed (${closed.status})`, [])
  }

  #impossible(step: string, why: string): ImpossibleStepError {
    const { simulator } = this.#runner
    const open = [...simulator.swf.executions.values()].flatMap(execution => [
      ...Array.from(execution.activities.values(), ({ activityType, activityId, startedEventId }) => {
        const state = startedEventId === 0 ? 'scheduled' : 'started'
        return `activity '${activityType.name}' (id '${activityId}', ${state})`
      }),
      ...Array.from(execution.timers.values(), ({ timerId, startedEventId }) => {
        const { timerStartedEventAttributes: started } = historyOf(execution)[startedEventId - 1]!
        return `timer '${timerId}' of ${started!.startToFireTimeout} s`
      }),
    ])
    return new ImpossibleStepError(step, why, open)
  }
}

const nameOf = (activity: Named) => (typeof activity === 'string' ? activity : activity.activityName)

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
  const { failure } = runner.state
  if (failure !== undefined) throw new ScenarioFailedError(runner, failure, '')
  return new Scenario(runner)
}
