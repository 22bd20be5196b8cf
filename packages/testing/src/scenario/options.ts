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

/** How operations of a name can end. Default: in all ways, except failures with a given error. */
export const outcomesOf = ({ outcomes }: ScenarioOptions, name: string): readonly ActivityOutcome[] =>
  outcomes?.[name] ?? everyOutcome

const everyOutcome: readonly ActivityOutcome[] = [
  'completed',
  'failed',
  'timedOut',
  'timedOutAfterWork',
  'canceled',
]
