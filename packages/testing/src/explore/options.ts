import type { ScenarioOptions } from '../scenario/options.ts'

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
  /**
   * Writes histories of the scenarios to `.reyield/recorded/<workflow>/` in the working directory, or to a folder of this name, if all
   * checks hold. `reyield lock` keeps them with what is deployed, and `reyield check` replays them with changed code. It writes few of
   * them, in which each pair of neighboring events occurs. Default false.
   */
  readonly record?: boolean | string
}
