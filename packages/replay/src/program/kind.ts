import type { Branch, Operation, OperationKind } from '@reyield/workflow'
import type { Composite, Outcome } from './coroutine.ts'

/** What the scheduler has to know of every kind of operation. It knows nothing of SWF. */
interface AnyKind<O> {
  /** History records it, or what stands below its place, so it takes a number (W5). */
  readonly numbered: boolean
  /** The operation in words, for messages: `activity 'charge'`. */
  readonly describe: (operation: O) => string
}

/** Answered at once, also in a branch that is to end (C4). */
export interface ImmediateKind<O> extends AnyKind<O> {
  readonly runs: 'immediate'
  readonly numbered: false
}

/** Its coroutine waits for something outside the program. */
export interface WaitingKind<O> extends AnyKind<O> {
  readonly runs: 'waiting'
}

/** Runs branches, and its coroutine waits for them. */
export interface CompositeKind<O> extends AnyKind<O> {
  readonly runs: 'composite'
  readonly numbered: true
  /** When it settles and with what, as each of its branches ends (table of rule C1). `undefined`: not yet. */
  readonly settle: Settle
  /** With what it settles when all of its branches have ended, at once if it has none. */
  readonly whole: (composite: Composite) => Outcome
  /** Its branch is neither ended nor canceled, and stands at the composite's own place (C3, C5, C9). */
  readonly shields: boolean
  /** Its branch is a generator of Reyield's own, which runs one of the program: for source lines. */
  readonly ours: boolean
  /** It has as many branches as the program says, so it's judged by the history budget (B1). */
  readonly budgeted: boolean
}

/** `describe` puts another operation into words: an error may name the branch that it comes of. */
export type Settle = (
  composite: Composite,
  index: number,
  outcome: Outcome,
  describe: (operation: unknown) => string,
) => Outcome | undefined

/** Carried out by the scheduler itself: it changes which coroutines run. */
export interface ControlKind<O> extends AnyKind<O> {
  readonly runs: 'control'
}

/** What the scheduler knows of a kind. */
export type ProgramKind<O = never> = ImmediateKind<O> | WaitingKind<O> | CompositeKind<O> | ControlKind<O>

/** One row for each kind of operation. */
export type ProgramKinds = { readonly [K in OperationKind]: ProgramKind }

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

/** Puts an operation into words. A kind that this version doesn't know comes of another copy of the package. */
export function describeOperation(operation: unknown, kinds: ProgramKinds): string {
  const { kind } = operation as { readonly kind: OperationKind | undefined }
  if (kind === undefined) return 'a generator'
  const known = kinds[kind] as ProgramKind | undefined
  return known === undefined ? called(kind)() : known.describe(operation as never)
}

/** For operations that are described by what the program calls. */
export const called = (name: string) => (): string => `${name}(…)`
