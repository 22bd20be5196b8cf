import type { BranchLocation } from '@reyield/replay/where'
import { milliseconds, type Duration, type Signal, type WorkflowDefinition } from '@reyield/workflow'
import { ImpossibleStepError } from '../simulator/errors.ts'
import { sent } from '../simulator/signals.ts'
import { Simulator } from '../simulator/simulator.ts'
import { Driver } from './driver.ts'
import type { RunOptions } from './options.ts'
import { progress, inspect, type NamedCondition, type RunCondition, type RunView } from './view.ts'

/** The end of a run. `Result` is what the workflow returns. */
export interface RunResult<Result = unknown> extends RunView {
  readonly result: Result | undefined
}

/**
 * A running workflow. `await` runs it to its end. Before that, a test can run it up to a point, inspect it, and send
 * signals and requests.
 *
 * @example
 * ```ts
 * const going = run(order, cart, { activities })
 * await going.until(waitingFor(approved))
 * await going.advance('1 day')
 * going.signal(approved, { by: 'ann' })
 * expect((await going).result).toEqual({ state: 'paid' })
 * ```
 */
export class Run<Result = unknown> implements PromiseLike<RunResult<Result>> {
  readonly #driver: Driver
  #turn: Promise<unknown> = Promise.resolve()

  /** @hidden */
  constructor(driver: Driver) {
    this.#driver = driver
  }

  /**
   * Runs until a condition holds, and returns the view at that point.
   *
   * @throws StuckRunError (RUN_STUCK) if it ends before or can't continue; and what the workflow's replays throw
   * @example
   * ```ts
   * const { status } = await going.until(waitingFor(approved))
   * ```
   */
  until(condition: RunCondition | NamedCondition): Promise<RunView> {
    const what = 'what' in condition ? condition.what : 'the condition holds'
    return this.#inTurn(async () => {
      await this.#driver.goOn({
        holds: () => condition(progress(this.#driver.simulator, this.#driver.calls)),
        what,
      })
      return this.inspect()
    })
  }

  /** Runs until only time or an event from outside can continue it. */
  untilIdle(): Promise<RunView> {
    return this.#inTurn(async () => {
      while (!this.#driver.ended && (await this.#driver.beat()));
      return this.inspect()
    })
  }

  /**
   * Moves simulated time by a duration. Everything that is due happens.
   *
   * @throws InvalidDurationError (DURATION_INVALID); and what the workflow's replays throw
   */
  advance(by: Duration): Promise<RunView> {
    return this.#inTurn(async () => {
      await this.#driver.advance(milliseconds(by))
      return this.inspect()
    })
  }

  /** The current view of the run. */
  inspect(): RunView {
    return inspect(this.#driver.simulator, this.#driver.calls)
  }

  /** The source lines where the workflow waits. `variables`: with the local variables. Default false. */
  where(options: { readonly variables?: boolean } = {}): Promise<BranchLocation[]> {
    return this.#driver.simulator.where(options)
  }

  /**
   * Sends a signal now. By its name alone, its value is sent unchecked, as if another program sent it.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed; InvalidInputError (INPUT_INVALID)
   */
  signal<T>(signal: Signal<T> | string, ...[value]: undefined extends T ? [value?: T] : [value: T]): this {
    const signaled = sent(signal, value)
    return this.#act(`Signal '${signaled.name}'`, () => this.#driver.incoming.send(signaled))
  }

  /**
   * Sends a cancel request to the execution.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed
   */
  requestCancel(): this {
    return this.#act('A cancel request', () => this.#driver.simulator.requestCancel())
  }

  /**
   * Terminates the execution.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed
   */
  terminate(reason?: string): this {
    return this.#act('TerminateWorkflowExecution', () => this.#driver.simulator.terminate(reason))
  }

  /** Crashes the decider's process. Another one takes over without a kept program. */
  restart(): this {
    this.#driver.simulator.forgetPrograms()
    return this
  }

  /** Runs the workflow to its end. */
  then<A = RunResult<Result>, B = never>(
    fulfilled?: ((ran: RunResult<Result>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#inTurn(async () => {
      await this.#driver.goOn()
      return this.inspect() as RunResult<Result>
    }).then(fulfilled, rejected)
  }

  #act(step: string, act: () => void): this {
    const { root } = this.#driver.simulator
    if (root.closed !== undefined) {
      throw new ImpossibleStepError(step, `the execution is closed (${root.closed.status})`, [])
    }
    act()
    return this
  }

  /** Runs one action at a time. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

/**
 * Runs a workflow in this process on the simulator. Simulated time skips to the next event, so a timer of two days
 * takes no real time. Mocks stand in for activities and children. `await` runs it to its end; `until`, `advance` and
 * `untilIdle` run it up to a point.
 *
 * After each decision the program is discarded and rebuilt from its history, and must make the same decisions. What a
 * worker or a client would reject is rejected here too: payloads that are too long, names that SWF doesn't accept, a
 * type that is given twice.
 *
 * @throws (when awaited) what replays throw: NonDeterminismError (NON_DETERMINISM), NondeterministicCallError
 * (NONDETERMINISTIC_CALL), StuckWorkflowError (WORKFLOW_STUCK), …; UncaughtWorkflowError (ERROR_UNCAUGHT),
 * InconsistentReplaysError (REPLAYS_INCONSISTENT), MissingMockError (MOCK_MISSING), HangingMockError (MOCK_HANGING),
 * StuckRunError (RUN_STUCK), EndlessRunError (RUN_ENDLESS), UnknownSignalError (SIGNAL_UNKNOWN)
 * @example
 * ```ts
 * const { result, calls } = await run(order, { id: '7' }, {
 *   activities: [mock(charge, failing(new Error('busy'), { times: 2, then: async () => 'receipt' }))],
 *   signals: [send(approved, { by: 'ann' })],
 * })
 * expect(result).toEqual({ state: 'shipped' })
 * ```
 */
export function run<Input, Result>(
  workflow: WorkflowDefinition<Input, Result>,
  input: NoInfer<Input>,
  options: RunOptions = {},
): Run<Result> {
  const { continueAsNew = 'follow' } = options
  const simulator = new Simulator({ workflow, options, follow: continueAsNew === 'follow' }, { input })
  return new Run(new Driver(simulator, options))
}
