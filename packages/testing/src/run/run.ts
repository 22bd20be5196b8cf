import {
  milliseconds,
  type AnyWorkflow,
  type Duration,
  type Signal,
  type WorkflowDefinition,
} from '@reyield/workflow'
import type { BranchLocation } from '@reyield/replay/where'
import { ImpossibleStepError } from '../simulator/errors.ts'
import { Simulator } from '../simulator/simulator.ts'
import { sent, simulatorOptions, startOf, type SimulationOptions } from '../simulator/options.ts'
import { Driver } from './driver.ts'
import type { IncidentOptions } from './incidents.ts'
import type { Prefixes } from './prefixes.ts'
import { progress, inspect, type NamedCondition, type RunCondition, type RunView } from './view.ts'

/** How a workflow is run. */
export interface RunOptions extends SimulationOptions, IncidentOptions {
  /**
   * After which decisions the program is thrown away and rebuilt from its history, and must decide the same. `sampled`
   * (default): after all up to 200, then every tenth, and the last 50. `all`, `none`.
   */
  readonly prefixes?: Prefixes
  /** More decision tasks than this are an error (RUN_ENDLESS). Default 5,000. */
  readonly decisionTasks?: number
  /** How long functions may take in the process's time. Default 5 seconds. */
  readonly wallClockTimeout?: Duration
  /** Whether the run goes on with the next run of a continue-as-new. Default `follow`. */
  readonly continueAsNew?: 'follow' | 'stop'
  /**
   * An older version of the workflow's code: a second decider has it, as in a deployment machine by machine. What it can't
   * decide any more it lets go, and the other one takes it. `everyDeployment` tries every moment.
   */
  readonly oldCode?: AnyWorkflow
  /** Which decision tasks the older code takes, counted from 1. Default: every other, from the first on. */
  readonly oldCodeDecides?: (nth: number) => boolean
}

/** Where a run has ended. `Result`: what the workflow returns. */
export interface RunResult<Result = unknown> extends RunView {
  readonly result: Result | undefined
}

/**
 * A workflow that is being run. Await it, and it goes on to its end; before that a test may stop it, look, and act.
 */
export class Run<Result = unknown> implements PromiseLike<RunResult<Result>> {
  readonly #driver: Driver
  #turn: Promise<unknown> = Promise.resolve()

  /** @hidden */
  constructor(driver: Driver) {
    this.#driver = driver
  }

  /**
   * Goes on until something holds, and gives where it stands then.
   *
   * @throws StuckRunError (RUN_STUCK) if it ends before, or can't go on; and what the workflow's replays throw
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

  /** Goes on until only time can bring it on, or somebody from outside. */
  untilIdle(): Promise<RunView> {
    return this.#inTurn(async () => {
      while (!this.#driver.ended && (await this.#driver.beat()));
      return this.inspect()
    })
  }

  /**
   * So much of its time passes; what happens in it, happens.
   *
   * @throws InvalidDurationError (DURATION_INVALID); and what the workflow's replays throw
   */
  advance(by: Duration): Promise<RunView> {
    return this.#inTurn(async () => {
      await this.#driver.advance(milliseconds(by))
      return this.inspect()
    })
  }

  /** Where it stands. */
  inspect(): RunView {
    return inspect(this.#driver.simulator, this.#driver.calls)
  }

  /** Where it waits, in source lines. `variables`: the local variables too. */
  where(options: { readonly variables?: boolean } = {}): Promise<BranchLocation[]> {
    return this.#driver.simulator.where(options)
  }

  /**
   * A signal comes now. By its name alone it comes as from somebody else, whatever its schema says.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed; InvalidInputError (INPUT_INVALID)
   */
  signal<T>(signal: Signal<T> | string, ...[value]: undefined extends T ? [value?: T] : [value: T]): this {
    const signaled = sent(signal, value)
    return this.#act(`Signal '${signaled.name}'`, () => this.#driver.incoming.send(signaled))
  }

  /**
   * The execution is asked to cancel itself.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed
   */
  requestCancel(): this {
    return this.#act('A cancel request', () => this.#driver.simulator.requestCancel())
  }

  /**
   * The execution is terminated.
   *
   * @throws ImpossibleStepError (STEP_IMPOSSIBLE) if the execution is closed
   */
  terminate(reason?: string): this {
    return this.#act('TerminateWorkflowExecution', () => this.#driver.simulator.terminate(reason))
  }

  /** The decider's process dies and another takes over: whatever was kept of the program is gone. */
  restart(): this {
    this.#driver.simulator.forgetPrograms()
    return this
  }

  /** Goes on to the end. */
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
      throw new ImpossibleStepError(step, `the execution is closed (${root.closed})`, [])
    }
    act()
    return this
  }

  /** One thing at a time. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(act)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

/**
 * Runs a workflow in this process, on the local SWF's machine, with a clock that skips: a timer of two days takes no time.
 * Functions play activities and children. `await` it for the whole run; or stop it on the way: `until`, `signal`, `cancel`,
 * `advance`. After each decision the program is thrown away and rebuilt from its history, and must decide the same. What a worker
 * or a client would refuse is refused here as well: payloads that are too long, names that SWF doesn't take, a type given twice.
 *
 * @throws (from what is awaited) what replays throw: NonDeterminismError (NON_DETERMINISM), NondeterministicCallError
 * (NONDETERMINISTIC_CALL), StuckWorkflowError (WORKFLOW_STUCK), …; UncaughtWorkflowError (ERROR_UNCAUGHT), InconsistentReplaysError (REPLAYS_INCONSISTENT), MissingMockError
 * (MOCK_MISSING), HangingMockError (MOCK_HANGING), StuckRunError (RUN_STUCK), EndlessRunError
 * (RUN_ENDLESS), UnknownSignalError (SIGNAL_UNKNOWN)
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
  const {
    decisionTasks = 5000,
    wallClockTimeout = '5s',
    prefixes = 'sampled',
    continueAsNew = 'follow',
  } = options
  const simulator = new Simulator(simulatorOptions(workflow, options, continueAsNew === 'follow'), {
    input,
    start: startOf(options),
    others: options.others ?? [],
  })
  const driver = new Driver(simulator, options, {
    decisionTasks,
    wallClockTimeout: milliseconds(wallClockTimeout),
    prefixes,
    oldCode: options.oldCode,
    oldCodeDecides: options.oldCodeDecides ?? (nth => nth % 2 === 1),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.crashAt === undefined ? {} : { crashAt: options.crashAt }),
    ...(options.onPoint === undefined ? {} : { onPoint: options.onPoint }),
  })
  return new Run(driver)
}
