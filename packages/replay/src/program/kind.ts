import type { OperationKind } from '@reyield/workflow'
import type { CompositeRules } from './coroutine.ts'

/** What the scheduler has to know about every kind of operation. It knows nothing about SWF. */
interface AnyKind<O> {
  /** History records it, or operations below its place, so it takes a number (W5). */
  readonly numbered: boolean
  /** Describes the operation for messages: `activity 'charge'`. */
  readonly describe: (operation: O) => string
}

/** It has a result at once, even in a branch that is to end (C4). */
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
  /** The program chooses the number of branches, so the history budget may refuse it (B1). */
  readonly budgeted: boolean
}

/** The scheduler carries it out: it changes which coroutines run. */
export interface ControlKind<O> extends AnyKind<O> {
  readonly runs: 'control'
}

/** The part of a kind's row that the scheduler uses. */
export type ProgramKind<O = never> = ImmediateKind<O> | WaitingKind<O> | CompositeKind<O> | ControlKind<O>

/** One row for each kind of operation. */
export type ProgramKinds = { readonly [K in OperationKind]: ProgramKind }

/** Describes an operation. An unknown kind comes from another copy of the package. */
export function describeOperation(operation: unknown, kinds: ProgramKinds): string {
  const { kind } = operation as { readonly kind: OperationKind | undefined }
  if (kind === undefined) return 'a generator'
  const known = kinds[kind] as ProgramKind | undefined
  return known === undefined ? called(kind)() : known.describe(operation as never)
}

/** For operations that are described by the function that the program calls. */
export const called = (name: string) => (): string => `${name}(…)`
