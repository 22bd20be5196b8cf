import type { AnyWorkflow, Duration } from '@reyield/workflow'
import type { SimulationOptions } from '../simulator/options.ts'
import type { IncidentOptions } from './incidents.ts'
import type { Prefixes } from './prefixes.ts'

/**
 * How a workflow is run.
 *
 * @example
 * ```ts
 * const ran = await run(order, cart, { activities, signals: [send(approved, { by: 'ann' })], prefixes: 'all' })
 * ```
 */
export interface RunOptions extends SimulationOptions, IncidentOptions {
  /**
   * After which decision tasks the program is discarded and rebuilt from its history, and must make the same decisions.
   * `sampled` (default): after the first 200, then after every tenth, and after the last 50. `all`: after every task.
   * `none`: never.
   */
  readonly prefixes?: Prefixes
  /** The highest number of decision tasks. One more is an error (RUN_ENDLESS). Default 5,000. */
  readonly decisionTasks?: number
  /** How long mocks may take in real time. Default 5 seconds. */
  readonly wallClockTimeout?: Duration
  /** Whether the next run after a continue-as-new runs too. Default `follow`. */
  readonly continueAsNew?: 'follow' | 'stop'
  /**
   * An older version of the workflow's code. A second decider has it, as during a deployment that replaces one machine
   * after the other. A task that it can't decide times out and goes to the other decider. `everyDeployment` tries every
   * point of a deployment.
   */
  readonly oldCode?: AnyWorkflow
  /** Which decision tasks the older code takes, counted from 1. Default: every second, beginning with the first. */
  readonly oldCodeDecides?: (nth: number) => boolean
}
