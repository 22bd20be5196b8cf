import type { AnySchema, AnyWorkflow, Serializer } from '@reyield/workflow'
import type { AnyMockFunction, Mock } from '../mocks/mock.ts'
import type { SentSignal } from './signals.ts'

/** Mocks by name, or a list of mocks with versions or serializers. A workflow definition in it is run for real. */
export type MockSet<Real = never> =
  | Readonly<Record<string, unknown>>
  | (object & { readonly length?: never })
  | readonly (Mock | Real)[]

/**
 * The options of a simulation: mocks of activities and children, and events from outside.
 *
 * @example
 * ```ts
 * const options: SimulationOptions = {
 *   activities: { charge: () => 'receipt', ship: hanging() },
 *   children: [mock(packing, item => `box of ${item}`)],
 *   signals: [send(approved, { by: 'ann' }, { after: '1 day' })],
 * }
 * ```
 */
export interface SimulationOptions {
  /**
   * Mocks of activities: a module of functions (the real ones or others) by the names of the activity types, or a list
   * of `mock(charge, …)`. An activity without a mock is an error (MOCK_MISSING).
   */
  readonly activities?: MockSet
  /** Mocks of child workflows. A workflow definition in it is run for real. */
  readonly children?: MockSet<AnyWorkflow>
  /**
   * Schemas of the inputs of activities, by name, as an activity worker has them. An activity whose input doesn't match
   * fails permanently (INPUT_INVALID), and its mock isn't called.
   */
  readonly schemas?: Readonly<Record<string, AnySchema>>
  /** Mocks of Lambda functions, by name. Each gets the parsed input and returns a value that JSON can represent. */
  readonly lambdas?: Readonly<Record<string, AnyMockFunction>>
  /**
   * Signals that arrive. Each arrives when the workflow waits for it, or at its own time. An exploration tries every
   * point.
   */
  readonly signals?: readonly SentSignal[]
  /** Workflow ids of other open executions, so that signals and cancel requests to them are delivered. */
  readonly others?: readonly string[]
  /** The workflow id. Default `<workflow name>-1`. */
  readonly workflowId?: string
  /** The time of the start. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date
  /** The serializer of payloads for which neither workflow nor activity has one. Default superjson. */
  readonly serializer?: Serializer
  /** The guards against nondeterministic calls, as of `createReplay`. Default `throw`. */
  readonly guards?: 'throw' | 'off'
}

/** Options, or a function that creates new ones for each run or scenario, for mocks that keep state. */
export type OptionsOrFactory<Options> = Options | (() => Options)

/** The options of one run or scenario. */
export const optionsOf = <Options extends object>(options: OptionsOrFactory<Options>): Options =>
  typeof options === 'function' ? options() : options
