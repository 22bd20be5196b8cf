import type { Awaited } from '../awaited.ts'
import type { World } from '../stage/world.ts'
import type { StoryView } from './view.ts'

/**
 * A way in which an activity can end. `completes`: its function runs and its answer arrives (what the function throws is a
 * failure). `fails`: it fails before it has done anything, with an Error of ours or with yours. `timesOut`: nothing was
 * done, and nobody answers. `timesOutAfterWork`: its function ran, and the answer was lost; it may also run when nobody waits
 * for it any more, behind everything else. `cancels`: it gives up on the workflow's request.
 */
export type Ending =
  | 'completes'
  | 'fails'
  | 'timesOut'
  | 'timesOutAfterWork'
  | 'cancels'
  | { readonly fails: unknown }

/** All of them, but for failures of one's own. */
export const everyEnding: readonly Ending[] = [
  'completes',
  'fails',
  'timesOut',
  'timesOutAfterWork',
  'cancels',
]

/** Tells whether something holds: false, or an error that is thrown (by `expect`, say), is a failure. */
export type Check = (story: StoryView) => unknown

/** What can happen in the stories of a workflow, and what must hold in them. */
export interface Telling extends World {
  /** How activities and children can end, by the names of their types. Default: in every way. */
  readonly endings?: Readonly<Record<string, readonly Ending[]>>
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
  readonly mayWaitFor?: readonly Awaited[]
  /** More events in a history than this are a failure. Default 25,000, SWF's limit. */
  readonly events?: number
}

/** How far an exploration goes. */
export interface Exploring extends Telling {
  /** So many stories are told at most; past that, stories are drawn. Default 20,000. */
  readonly stories?: number
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

/** A world, or a function that makes a new one for each story: for functions that keep something. */
export type Worlds<Options> = Options | (() => Options)

/** The world of one story, and whether it's its own. */
export const worldOf = <Options extends object>(
  worlds: Worlds<Options>,
): { readonly world: Options; readonly own: boolean } =>
  typeof worlds === 'function' ? { world: worlds(), own: true } : { world: worlds, own: false }
