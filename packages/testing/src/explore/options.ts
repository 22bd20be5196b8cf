import type { WaitTarget } from '@reyield/inspect/internal'
import type { SimulationOptions } from '../simulator/options.ts'
import type { ScenarioView } from './view.ts'

/**
 * A way in which an activity can end.
 *
 * - `completed`: its mock runs and its answer arrives. An error that the mock throws is the activity's failure.
 *
 * - `failed`: it fails before it has done any work, with a default Error or with the one that is given.
 *
 * - `timedOut`: no work was done, and no answer arrives.
 *
 * - `timedOutAfterWork`: its mock ran, and its answer was lost. The mock may also run after everything else if the
 * workflow no longer waits for the activity.
 *
 * - `canceled`: its worker stops because the workflow requested it.
 */
export type ActivityOutcome =
  | 'completed'
  | 'failed'
  | 'timedOut'
  | 'timedOutAfterWork'
  | 'canceled'
  | { readonly failed: unknown }

/** All outcomes, except failures with a given error. */
export const everyOutcome: readonly ActivityOutcome[] = [
  'completed',
  'failed',
  'timedOut',
  'timedOutAfterWork',
  'canceled',
]

/** A check of a scenario. It fails if it returns false or throws an error (with `expect`, for example). */
export type Check = (view: ScenarioView) => unknown

/**
 * What can happen in the scenarios of a workflow, and what must hold in them.
 *
 * @example
 * ```ts
 * const options: ScenarioOptions = {
 *   activities,
 *   outcomes: { refund: ['completed'] },
 *   finally: { 'whoever paid gets the parcel or a refund': ({ done }) => done(charge).length <= done(ship).length + done(refund).length },
 * }
 * ```
 */
export interface ScenarioOptions extends SimulationOptions {
  /** How activities and children can end, by the names of their types. Default: in every way. */
  readonly outcomes?: Readonly<Record<string, readonly ActivityOutcome[]>>
  /** How many cancel requests arrive, each at any point. Default 1. */
  readonly cancelRequests?: number
  /** How many decision tasks of one scenario time out, as if the decider had crashed. Default 0. */
  readonly decisionTimeouts?: number
  /**
   * Whether one decision task can have several new events, which may also arrive while a decider has it. Default false:
   * one event for each decision task.
   */
  readonly batches?: boolean
  /** Checks that must hold after every step, by their descriptions. */
  readonly always?: Readonly<Record<string, Check>>
  /** Checks that must hold when the execution has closed, by their descriptions. */
  readonly finally?: Readonly<Record<string, Check>>
  /** Checks that must not hold after any step, by their descriptions. */
  readonly never?: Readonly<Record<string, Check>>
  /**
   * The operations that an open execution may wait for at the end of a scenario without being stuck. It may also wait for forks that
   * wait for these.
   */
  readonly mayWaitFor?: readonly WaitTarget[]
  /** A longer history than this many events is a failure. Default 25,000, SWF's limit. */
  readonly events?: number
}

/**
 * How far an exploration goes.
 *
 * @example
 * ```ts
 * const { complete } = await explore(order, cart, { activities, scenarios: 5_000, samples: 200, seed: 7 })
 * ```
 */
export interface ExploreOptions extends ScenarioOptions {
  /** The highest number of scenarios in the systematic search. Past it, random ones are sampled. Default 20,000. */
  readonly scenarios?: number
  /** How many random scenarios to run if the systematic search wasn't complete. Default 1,000. */
  readonly samples?: number
  /** The seed of the random scenarios. Default 1. */
  readonly seed?: number
  /** A scenario with more steps than this is a failure, because it doesn't seem to end. Default 500. */
  readonly steps?: number
  /**
   * Leaves out orderings that can't matter: two events that both continue no code of the workflow can be swapped.
   * Default true for options, and false for a function that creates them, because its mocks may keep state that depends
   * on the order.
   */
  readonly reduction?: boolean
}

/** Options, or a function that creates new ones for each scenario, for mocks that keep state. */
export type OptionsOrFactory<Options> = Options | (() => Options)

/** The options of one scenario, and whether they were created for it alone. */
export const optionsOf = <Options extends object>(
  options: OptionsOrFactory<Options>,
): { readonly chosen: Options; readonly own: boolean } =>
  typeof options === 'function' ? { chosen: options(), own: true } : { chosen: options, own: false }
