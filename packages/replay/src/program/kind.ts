import type { OperationKind } from '@reyield/workflow'
import type { CompositeRules } from './coroutine.ts'

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
export interface CompositeKind<O> extends AnyKind<O>, CompositeRules {
  readonly runs: 'composite'
  readonly numbered: true
  /** It has as many branches as the program says, so it's judged by the history budget (B1). */
  readonly budgeted: boolean
}

/** Carried out by the scheduler itself: it changes which coroutines run. */
export interface ControlKind<O> extends AnyKind<O> {
  readonly runs: 'control'
}

/** What the scheduler knows of a kind. */
export type ProgramKind<O = never> = ImmediateKind<O> | WaitingKind<O> | CompositeKind<O> | ControlKind<O>

/** One row for each kind of operation. */
export type ProgramKinds = { readonly [K in OperationKind]: ProgramKind }

/** Puts an operation into words. A kind that this version doesn't know comes of another copy of the package. */
export function describeOperation(operation: unknown, kinds: ProgramKinds): string {
  const { kind } = operation as { readonly kind: OperationKind | undefined }
  if (kind === undefined) return 'a generator'
  const known = kinds[kind] as ProgramKind | undefined
  return known === undefined ? called(kind)() : known.describe(operation as never)
}

/** For operations that are described by what the program calls. */
export const called = (name: string) => (): string => `${name}(…)`
