import type { OperationKind, Serializer } from '@reyield/workflow'
import type { ProgramKind, WaitingKind } from '../program/kind.ts'
import type { Refusal } from '../verdicts/refusal.ts'
import type { Entry, LedgerOperation } from './entry.ts'

/** What the ledger has to know about a kind of operation that history records, and that is open for a while. */
export interface LedgerKind<O> extends WaitingKind<O>, SentKind<O> {
  readonly numbered: true
  /** The id that the program gave the operation itself (W7). */
  readonly ownId: (operation: O) => string | undefined
  /** A coroutine that is to stop waiting waits until the operation has closed (cancellation `wait`). */
  readonly awaitsCancellation: (operation: O) => boolean
  /** Whether it can be canceled in its current state, when no coroutine waits for it (L5). */
  readonly isCancelable: (operation: O, entry: Entry) => boolean
  /** Whether the execution must not close while it's open and detached, since it can't be canceled yet (L6). */
  readonly holdsClose: (operation: O, entry: Entry) => boolean
}

/** What the engine has to know about a kind of operation that is sent to SWF in a decision. */
export interface SentKind<O> {
  /** How many events it adds to the history until it has closed, without retries. For the history budget (B1). */
  readonly events: number
  /** It has an input, which is serialized when the operation is created (C14). */
  readonly hasInput: boolean
  /** Why SWF would refuse it, apart from its input (E4). */
  readonly refusal?: (operation: O) => Refusal | undefined
  /** The input as it is sent, if that is more than the serialized input. */
  readonly sent?: (text: string | undefined) => string | undefined
  /** The serializer for operations without one, if that isn't the workflow's. */
  readonly serializer?: Serializer
}

/** One row for each kind of operation, as far as it doesn't need the engine. */
export type KnownKinds = {
  readonly [K in OperationKind]: ProgramKind & Partial<SentKind<never>>
} & { readonly [K in LedgerOperation['kind']]: LedgerKind<never> }
