import type { Branch, ContinueAsNewOperation, Operation, ForkHandleOperation } from '@reyield/workflow'
import { isOperation } from '@reyield/workflow/internal'
import type { Steppable } from './step.ts'

/** How a program or a branch of it ended. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown }

/** How the root ended: like any coroutine, or by asking for a new run (C11). */
export type Ending = Outcome | { readonly continueAsNew: ContinueAsNewOperation }

/** Something outside the program that a coroutine waits for. */
export interface Wait {
  /**
   * The coroutine no longer wants to wait. A wanted operation is dropped, an open one detached. Returns false if the coroutine has
   * to wait until the operation has closed (cancellation `wait`).
   */
  withdraw(): boolean
}

/** The source of a coroutine: an existing generator or operation, or a function that returns one at the first turn. */
export type Source = Branch | (() => Branch)

/**
 * One generator of the program: the root, a branch of a composite, a fork or the content of a shield. A plain operation in
 * such a place is a coroutine with one operation (rule W6).
 */
export interface Coroutine {
  /** '' for the root; `<composite>.<branch>` for a branch, `<coroutine>.<number>` for a fork and a shield. */
  readonly id: string
  readonly source: Source
  /** The branch is an operation (W6), so no code of the program runs in it. */
  readonly plain: boolean
  /** Created from the source at the first turn. */
  generator: Steppable | undefined
  readonly owner: Composite | Fork | undefined
  /** Which branch of its composite it is, from 0. */
  readonly index: number
  /** How many numbers its operations have taken so far, those that history records (W5). */
  numbers: number
  /** How many random numbers and UUIDs it has asked for (W8). */
  randoms: number
  /** How many operations it has asked for since the last event, which ends a runaway loop (C13). */
  asked: number
  round: number
  /**
   * `new`: its start is in the run queue. `queued`: a resumption is. `waiting`: it waits for `wait`. `finishing`: its
   * generator has ended, and its forks clean up (C6).
   */
  state: 'new' | 'queued' | 'waiting' | 'running' | 'finishing' | 'done'
  wait: Wait | Composite | undefined
  /** Its forks that run, or have failed without being joined (C6). */
  forks: Set<Fork> | undefined
  /** How its generator ended, while it is finishing. */
  outcome: Outcome | undefined
  /** A cancel request was thrown into it, or into a branch below it that it waits for. */
  cancelThrown: boolean
  /** A cancel request found no leaf below it, so it is thrown at its next operation that would block (C9). */
  cancelKept: boolean
  /** It ends when it asks for something that would block (C3, C4), or when its operation has closed. */
  ending: boolean
  /** The token was thrown into it, and is thrown again at every further operation that would block (C5). */
  ended: boolean
  /** It was canceled or ended, and waits until its operation has closed (cancellation `wait`). */
  awaitingCancellation: boolean
}

/** What all operations that run branches have in common. */
export interface CompositeOperation extends Operation<unknown> {
  /** The number of branches, if they are created when they start. */
  readonly count?: number
  readonly branches?: readonly Branch[]
  /** The names of the branches, if they were passed as a record. */
  readonly keys?: readonly string[] | undefined
  /** Creates a branch. */
  readonly start?: (index: number) => Branch
  /** The most branches that run at a time. */
  readonly concurrency?: number
}

/** How one kind of composite differs from the others. */
export interface CompositeRules {
  /** Called when a branch ends. Returns the outcome if the composite settles (table of rule C1). */
  readonly settle: Settle
  /** Returns the outcome when all branches have ended, or at once if there are none. */
  readonly whole: (composite: Composite) => Outcome
  /** Its branch is neither ended nor canceled, and has the composite's own place (C3, C5, C9). */
  readonly shields: boolean
  /** Its branch is a generator of Reyield that runs one of the program, which matters for source lines. */
  readonly ours: boolean
}

/** `describe` describes an operation in an error message. */
export type Settle = (
  composite: Composite,
  index: number,
  outcome: Outcome,
  describe: (operation: unknown) => string,
) => Outcome | undefined

/**
 * A composite whose branches run. Its outcome is fixed when it settles, and passed on when every branch has ended (C2).
 * Coroutines, composites and forks refer to each other, so they are in one file.
 */
export interface Composite {
  readonly operation: CompositeOperation
  readonly rules: CompositeRules
  /** Its place (W6). */
  readonly id: string
  readonly owner: Coroutine
  /** The number of branches in all. */
  readonly count: number
  /** Branches that run, in their order. */
  readonly running: Set<Coroutine>
  /** How many branches were begun, ended and failed. */
  begun: number
  ended: number
  failed: number
  /** The results of ended branches that its rule keeps, by index. */
  readonly parts: unknown[]
  settled: Outcome | undefined
  /** The owner is being ended. The outcome is dropped, and the owner gets the token when all branches have ended (C3). */
  ending: boolean
  /** A cancel request was thrown into a coroutine below. */
  cancelThrown: boolean
  /** A branch that got the request ended before the composite settled. */
  cancelAnswered: boolean
  /** An ended branch had kept the request, or all branches that got it are ended by the composite (C9). */
  cancelKept: boolean
}

/** A branch that runs concurrently with the coroutine that started it. */
export interface Fork {
  coroutine: Coroutine
  readonly maker: Coroutine
  outcome: Outcome | undefined
  /** Coroutines that wait for it: to join it, or until it has ended. */
  readonly waiters: Set<{
    readonly coroutine: Coroutine
    readonly kind: ForkHandleOperation<unknown>['kind']
  }>
}

/** Creates a coroutine. The caller queues its start. */
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
    cancelThrown: false,
    cancelKept: false,
    ending: false,
    ended: false,
    awaitingCancellation: false,
  }
}
