import { optionsOf } from '../simulator/options.ts'
import { Simulator } from '../simulator/simulator.ts'
import { failureAt, failureOf, stuck } from './checks.ts'
import type { ScenarioOptions } from './options.ts'
import {
  beginning,
  scenarioView,
  type ScenarioPoint,
  type ScenarioSetup,
  type ScenarioState,
} from './state.ts'
import type { Step } from './step.ts'
import { answerOpenDecision, openDecision } from './steps/decision-task.ts'
import { abandonedTasks } from './steps/late-work.ts'
import { enabledSteps, takeStep } from './steps/table.ts'
import type { ScenarioView } from './view.ts'
import { workAgain } from './worked.ts'

/**
 * Runs one scenario of a workflow step by step. After each step the workflow decides and the checks run. At each
 * decision, a fresh program decides from the history too, and must agree.
 */
export class ScenarioRunner implements ScenarioPoint {
  readonly setup: ScenarioSetup
  readonly options: ScenarioOptions
  readonly simulator: Simulator
  #state: ScenarioState

  private constructor(setup: ScenarioSetup, options: ScenarioOptions, before?: ScenarioState) {
    const { workflow, input } = setup
    this.setup = setup
    this.options = options
    this.simulator = new Simulator({ workflow, options }, before?.simulator ?? { input })
    this.#state = before ?? beginning(this.simulator.state())
  }

  /** Starts the execution. The workflow has decided once. */
  static async begin(setup: ScenarioSetup): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, optionsOf(setup.options))
    await runner.#watched(() => runner.#settle())
    return runner
  }

  /**
   * Continues a scenario from a state. If the options were created for the scenario, the mocks are called again to
   * restore the state that they keep.
   */
  static async resume(setup: ScenarioSetup, state: ScenarioState): Promise<ScenarioRunner> {
    const runner = new ScenarioRunner(setup, optionsOf(setup.options), state)
    const { mocks, root } = runner.simulator
    if (typeof setup.options === 'function') await workAgain(mocks, state.worked, root)
    return runner
  }

  get state(): ScenarioState {
    return this.#state
  }

  get view(): ScenarioView {
    return scenarioView(this)
  }

  /** Whether the execution has closed. A continue-as-new ends a scenario too. */
  get ended(): boolean {
    return this.simulator.root.closed !== undefined
  }

  /**
   * The steps that are possible next. Empty if the scenario is over: the execution has closed, a check failed, no
   * further step is possible, or the scenario has `longest` steps. `state.failure` is set if that is a failure.
   */
  next(longest: number): readonly Step[] {
    if (this.state.failure !== undefined || this.ended) return []
    const steps = enabledSteps(this)
    if (steps.length > 0 && this.state.steps.length < longest) return steps
    const failure =
      steps.length === 0
        ? stuck(this.options, this.view)
        : ({ kind: 'endless', check: `a scenario ends within ${longest} steps` } as const)
    this.#change({ failure })
    return []
  }

  /**
   * Takes a step, lets the workflow decide, and runs the checks. A failed check is stored in `state.failure`.
   *
   * @throws MissingMockError (MOCK_MISSING), because that isn't a bug of the workflow
   */
  take(step: Step): Promise<void> {
    return this.#watched(async () => {
      const { changes, ...description } = await takeStep(this, step)
      this.#change({ ...changes, steps: [...this.state.steps, { step, ...description }] })
      await this.#settle()
      if (this.ended && this.state.failure === undefined) await this.#workLate()
    })
  }

  /** Continues to the end of the scenario, each time with the step that `choose` returns. Default: the expected one. */
  async runToEnd(longest: number, choose = ([expected]: readonly Step[]) => expected!): Promise<void> {
    for (let steps = this.next(longest); steps.length > 0; steps = this.next(longest)) {
      await this.take(choose(steps))
    }
  }

  /** The only place where the state changes. */
  #change(changes: Partial<Omit<ScenarioState, 'simulator'>>): void {
    this.#state = { ...this.#state, ...changes, simulator: this.simulator.state() }
  }

  async #watched(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#change({ failure: failureOf(error) })
    }
  }

  /**
   * Lets programs decide until no decision task is waiting, then runs the checks. If decision tasks are steps of their
   * own, the root's task is left waiting.
   */
  async #settle(): Promise<void> {
    const { simulator, options, state } = this
    const byHand = (options.batches === true || (options.decisionTimeouts ?? 0) > 0) && state.steps.length > 0
    for (;;) {
      const execution = simulator.waitingTasks.find(one => !(byHand && one === simulator.root))
      if (execution === undefined) break
      answerOpenDecision(simulator, await openDecision(simulator, execution))
    }
    this.#change({ failure: failureAt(options, this.view) })
  }

  /** Work of an abandoned activity may still be done after the execution has closed. The checks must hold then too. */
  async #workLate(): Promise<void> {
    if (abandonedTasks(this).length === 0) return
    const step = { do: 'workLate' } as const
    const { changes, ...description } = await takeStep(this, step)
    this.#change({ ...changes })
    const failure = failureAt(this.options, this.view)
    if (failure !== undefined) {
      this.#change({ failure, steps: [...this.state.steps, { step, ...description }] })
    }
  }
}
