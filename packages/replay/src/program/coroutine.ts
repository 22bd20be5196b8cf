import type { Branch, ContinueAsNewOperation, Operation, ForkHandleOperation } from '@reyield/workflow'
import { isOperation } from '@reyield/workflow/internal'
import type { Steppable } from './step.ts'

/** How a program or a branch of it ended. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** How the root ended: like any coroutine, or by asking for a new run (C11). */
export type Ending = Outcome | { readonly continueAsNew: ContinueAsNewOperation }

/** Something outside that a coroutine waits for. All that the scheduler may do with it. */
export interface Wait {
  /**
   * The coroutine no longer wants to wait: a wanted one is forgotten, an open one detached. False: it has to wait
   * until the operation has closed (cancellation `wait`).
   */
  withdraw(): boolean
}

/** What a coroutine is made from: a generator or an operation that exists already, or what makes one at its first turn. */
export type Source = Branch | (() => Branch)

/**
 * One generator of the program: the root, a branch of a composite, a fork or what stands in a shield. A plain operation in
 * such a place is a coroutine of one operation (rule W6).
 */
export interface Coroutine {
  /** '' for the root; `<composite>.<branch>` for a branch, `<coroutine>.<number>` for a fork and a shield. */
  readonly id: string
  readonly source: Source
  /** It's an operation as a branch (W6): no code of the program runs in it. */
  readonly plain: boolean
  /** Made of the source at the first turn. */
  generator: Steppable | undefined
  readonly owner: Composite | Fork | undefined
  /** Which branch of its composite it is, from 0. */
  readonly index: number
  /** Numbers given out so far, to operations that history records (W5). */
  numbers: number
  /** How many random numbers and UUIDs it has asked for (W8). */
  randoms: number
  /** Operations that it asked for in a round, that is since the last event: for telling a runaway (C13). */
  asked: number
  round: number
  /**
   * `new`: its start is in the run queue. `queued`: a resumption is. `waiting`: for `wait`. `running`. `finishing`: its
   * generator has ended, forks that it made clean up (C6). `done`.
   */
  state: 'new' | 'queued' | 'waiting' | 'running' | 'finishing' | 'done'
  wait: Wait | Composite | undefined
  /** Forks that it made and that run, or failed without being joined (C6). */
  forks: Set<Fork> | undefined
  /** How its generator ended, while it is finishing. */
  outcome: Outcome | undefined
  /** A cancel request was thrown at it, or below it at a branch that it waits for. */
  cancelHeard: boolean
  /** A cancel request found nobody to throw at below it: thrown at its next operation that would block (C9). */
  cancelKept: boolean
  /** To be ended as soon as it asks for something that would block (C3, C4), or as its operation has closed. */
  ending: boolean
  /** The token was thrown at it: every further operation that would block gets it again (C5). */
  ended: boolean
  /** It was to stop waiting, and waits until its operation has closed (cancellation `wait`). */
  awaitingCancellation: boolean
}

/** The operations that run branches and wait for them, as far as all of them are alike. */
export interface CompositeOperation extends Operation<unknown> {
  /** How many branches it has, where these are made when they start. */
  readonly count?: number
  readonly branches?: readonly Branch[]
  /** The names of its branches, where it was given a record. */
  readonly keys?: readonly string[] | undefined
  /** Makes a branch. */
  readonly start?: (index: number) => Branch
  /** How many branches run at a time. */
  readonly concurrency?: number
}

/** What is particular to a kind of composite. */
export interface CompositeRules {
  /** When it settles and with what, as each of its branches ends (table of rule C1). `undefined`: not yet. */
  readonly settle: Settle
  /** With what it settles when all of its branches have ended, at once if it has none. */
  readonly whole: (composite: Composite) => Outcome
  /** Its branch is neither ended nor canceled, and stands at the composite's own place (C3, C5, C9). */
  readonly shields: boolean
  /** Its branch is a generator of Reyield's own, which runs one of the program: for source lines. */
  readonly ours: boolean
}

/** `describe` puts another operation into words: an error may name the branch that it comes of. */
export type Settle = (
  composite: Composite,
  index: number,
  outcome: Outcome,
  describe: (operation: unknown) => string,
) => Outcome | undefined

/**
 * A composite whose branches run. Its outcome is fixed when it settles and given when every branch has ended (C2). Coroutines,
 * composites and forks refer to each other, so they stand in one file.
 */
export interface Composite {
  readonly operation: CompositeOperation
  readonly rules: CompositeRules
  /** Its place (W6). */
  readonly id: string
  readonly owner: Coroutine
  /** How many branches it has in all. */
  readonly count: number
  /** Branches that run, in their order. */
  readonly running: Set<Coroutine>
  /** How many branches were begun, ended and failed. */
  begun: number
  ended: number
  failed: number
  /** What its rule keeps of the branches that have ended, by index. */
  readonly parts: unknown[]
  settled: Outcome | undefined
  /** The owner is being ended: the outcome is dropped, and the owner gets the token when all branches have ended (C3). */
  ending: boolean
  /** A cancel request was thrown somewhere below. */
  cancelHeard: boolean
  /** A branch that heard of it has ended before the composite settled. */
  cancelAnswered: boolean
  /** A branch that has ended kept the request, or all branches that heard of it are ended unasked (C9). */
  cancelKept: boolean
}

/** A branch that runs beside the coroutine that made it. */
export interface Fork {
  coroutine: Coroutine
  readonly maker: Coroutine
  outcome: Outcome | undefined
  /** Those who wait for it: to join it, or until it has ended. */
  readonly waiters: Set<{
    readonly coroutine: Coroutine
    readonly kind: ForkHandleOperation<unknown>['kind']
  }>
}

/** A coroutine whose start is yet to be queued. */
export function coroutine(
  id: string,
  source: Source,
  owner: Composite | Fork | undefined,
  index = 0,
): Coroutine {
  return {
    id,
    source,
    plain: typeof source !== 'function' && isOperation(source),
    generator: undefined,
    owner,
    index,
    numbers: 0,
    randoms: 0,
    asked: 0,
    round: 0,
    state: 'new',
    wait: undefined,
    forks: undefined,
    outcome: undefined,
    cancelHeard: false,
    cancelKept: false,
    ending: false,
    ended: false,
    awaitingCancellation: false,
  }
}
