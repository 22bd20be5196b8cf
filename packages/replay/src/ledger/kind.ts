import type { OperationKind, Serializer } from '@reyield/workflow'
import type { ProgramKind, WaitingKind } from '../program/kind.ts'
import type { Refusal } from '../verdicts/refusal.ts'
import type { Entry, LedgerOperation } from './entry.ts'

/** What the ledger has to know of a kind that history records, that stays open, and closes. */
export interface LedgerKind<O> extends WaitingKind<O>, SentKind<O> {
  readonly numbered: true
  /** The id that the program gave the operation itself (W7). */
  readonly ownId: (operation: O) => string | undefined
  /** A coroutine that is to stop waiting waits until the operation has closed (cancellation `wait`). */
  readonly awaitsCancellation: (operation: O) => boolean
  /** Whether its cancel may be asked for as it is now, if nobody waits for it (L5). */
  readonly isCancelable: (operation: O, entry: Entry) => boolean
  /** Whether the execution may not close while it's open and nobody waits for it: it can't be canceled yet (L6). */
  readonly holdsClose: (operation: O, entry: Entry) => boolean
}

/** What is known of a kind that SWF is sent in a decision. */
export interface SentKind<O> {
  /** Events of history that it brings until it has closed, without retries: for the history budget (B1). */
  readonly events: number
  /** It has an input, which is written when the operation is made (C14). */
  readonly hasInput: boolean
  /** What SWF would refuse besides the input (E4). */
  readonly refusal?: (operation: O) => Refusal | undefined
  /** The input as the decision has it, where that is more than what was written. */
  readonly sent?: (text: string | undefined) => string | undefined
  /** How the input is written where the operation doesn't say, if that isn't the workflow's serializer. */
  readonly serializer?: Serializer
}

/** One row for each kind of operation, as far as it doesn't need the engine. */
export type KnownKinds = {
  readonly [K in OperationKind]: ProgramKind & Partial<SentKind<never>>
} & { readonly [K in LedgerOperation['kind']]: LedgerKind<never> }
