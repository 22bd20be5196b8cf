import type { WaitTarget } from '../wait-target.ts'
import type { SimulationOptions } from '../simulator/options.ts'
import type { ScenarioView } from './view.ts'

/**
 * A way in which an activity can end. `completed`: its function runs and its answer arrives (what the function throws is a
 * failure). `failed`: it fails before it has done anything, with an Error of ours or with yours. `timedOut`: nothing was
 * done, and nobody answers. `timedOutAfterWork`: its function ran, and the answer was lost; it may also run when nobody waits
 * for it any more, behind everything else. `canceled`: it gives up on the workflow's request.
 */
export type ActivityOutcome =
  | 'completed'
  | 'failed'
  | 'timedOut'
  | 'timedOutAfterWork'
  | 'canceled'
  | { readonly failed: unknown }

/** All of them, but for failures of one's own. */
export const everyOutcome: readonly ActivityOutcome[] = [
  'completed',
  'failed',
  'timedOut',
  'timedOutAfterWork',
  'canceled',
]

/** Tells whether something holds: false, or an error that is thrown (by `expect`, say), is a failure. */
export type Check = (story: ScenarioView) => unknown

/** What can happen in the stories of a workflow, and what must hold in them. */
export interface ScenarioOptions extends SimulationOptions {
  /** How activities and children can end, by the names of their types. Default: in every way. */
  readonly outcomes?: Readonly<Record<string, readonly ActivityOutcome[]>>
  /** How many cancel requests come, at any moment. Default 1. */
  readonly cancelRequests?: number
  /** Decision tasks may time out, as if the decider had died with the task in hand. How many in one story. Default 0. */
  readonly decisionTimeouts?: number
  /** Several events may come in one decision task, also while a decider has it. Default false: one a decision task. */
  readonly batches?: boolean
  /** Must hold at every moment; by the sentence that it is. */
  readonly always?: Readonly<Record<string, Check>>
  /** Must hold when the execution has closed. */
  readonly finally?: Readonly<Record<string, Check>>
  /** Must not hold at any moment. */
  readonly never?: Readonly<Record<string, Check>>
  /** A workflow that waits for one of these and for nothing else isn't stuck. */
  readonly mayWaitFor?: readonly WaitTarget[]
  /** More events in a history than this are a failure. Default 25,000, SWF's limit. */
  readonly events?: number
}

/** How far an exploration goes. */
export interface ExploreOptions extends ScenarioOptions {
  /** So many stories are told at most; past that, stories are drawn. Default 20,000. */
  readonly scenarios?: number
  /** So many stories are drawn where not all were told. Default 1,000. */
  readonly samples?: number
  /** Of the drawing. Default 1. */
  readonly seed?: number
  /** A story of more steps than this is a failure: it doesn't seem to end. Default 500. */
  readonly steps?: number
  /**
   * Leaves out orders that can't matter: two events that each bring no code of the workflow on can be swapped. Default true
   * for a world; false for a function that makes one, as its functions may tell the order by what they keep.
   */
  readonly reduction?: boolean
}

/** A options, or a function that makes a new one for each story: for functions that keep something. */
export type OptionsOrFactory<Options> = Options | (() => Options)

/** The world of one story, and whether it's its own. */
export const optionsOf = <Options extends object>(
  options: OptionsOrFactory<Options>,
): { readonly chosen: Options; readonly own: boolean } =>
  typeof options === 'function' ? { chosen: options(), own: true } : { chosen: options, own: false }
