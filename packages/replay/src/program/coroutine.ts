import type { Composite } from './composite.ts'
import type { Steppable } from './step.ts'

/** How a program or a branch of it ended. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** Something outside that a coroutine waits for: an entry of the ledger. All that the scheduler may do with it. */
export interface Wait {
  /** The coroutine doesn't wait any more: a wanted one is forgotten, an open one detached. */
  withdraw(): void
}

/**
 * One generator of the program: the root, or a branch of a composite. A plain operation as a branch is a coroutine of
 * one operation (rule W6).
 */
export interface Coroutine {
  /** '' for the root; `<composite>.<branch>` for a branch. */
  readonly id: string
  readonly generator: Steppable
  readonly owner: { readonly composite: Composite; readonly index: number } | undefined
  /** Numbers given out so far, to operations that history records (W5). */
  numbers: number
  /** How many random numbers and UUIDs it has asked for (W8). */
  randoms: number
  /**
   * `new`: its start is in the run queue. `queued`: a resumption is. `waiting`: for `wait`. `running`, `done`.
   */
  state: 'new' | 'queued' | 'waiting' | 'running' | 'done'
  wait: Wait | Composite | undefined
  /** A cancel request found nobody to throw at below it: thrown at its next operation that would block (C9). */
  cancelKept: boolean
  /** To be ended as soon as it asks for something that would block (C3, C4). */
  ending: boolean
  /** The token was thrown at it: every further operation that would block gets it again (C5). */
  ended: boolean
}
