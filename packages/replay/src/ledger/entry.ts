import type {
  ActivityOperation,
  ChildOperation,
  ExternalOperation,
  LambdaOperation,
  TimerOperation,
} from '@reyield/workflow'
import type { RetryData } from '@reyield/workflow/internal'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'
import type { Input } from './input.ts'

/** The operations that history records, that are open for a while, and close. */
export type LedgerOperation =
  | ActivityOperation<unknown>
  | TimerOperation
  | ChildOperation<unknown>
  | LambdaOperation<unknown>
  | ExternalOperation

export type EntryKind = LedgerOperation['kind']

/** A child that has started. */
export interface StartedChild {
  readonly workflowId: string
  readonly runId: string
  /** Started apart, and the program has the handle. It is no longer bound to a coroutine, and isn't canceled when one ends. */
  readonly apart: boolean
  /** For a child started apart: how it closed, and the coroutines that wait for that. */
  outcome: Outcome | undefined
  readonly waiters: Set<Coroutine>
}

/** The ledger as an entry sees it. */
interface Withdrawing {
  withdraw(entry: Entry): boolean
}

/**
 * One operation of the program: first wanted, then open, then closed. It is attached while a coroutine waits for it, and
 * detached after that.
 */
export class Entry implements Wait {
  readonly kind: EntryKind
  readonly id: string
  /** Its id by place, even if the program gave it another id. */
  readonly place: string
  readonly operation: LedgerOperation
  /** The coroutine that waits; undefined when detached. */
  waiter: Coroutine | undefined
  /**
   * `wanted`: asked for, not recorded. `open`: recorded, not closed. `refused`: SWF refused it, and the refusal isn't delivered yet
   * (H6). `backing off`: it has failed and waits for its retry timer (L1).
   */
  state: 'wanted' | 'open' | 'refused' | 'backing off' | 'closed' = 'wanted'
  /** Refused for rate or limit: waits for `~back` before it is asked for again (L2). */
  held = false
  /** A cancel of it is recorded (or was refused because it had closed): not asked for again (L5). */
  cancelAsked = false
  /** The cancel of a child was refused for its rate: waits for `~back` (L5). */
  cancelHeld = false
  /** Its coroutine was canceled or ended, and waits until the operation has closed (cancellation `wait`). */
  awaitingCancellation = false
  /** For a child that has started. */
  child: StartedChild | undefined = undefined
  /** Which attempt it is, from 1. */
  attempt = 1
  /** The retry policy in force, once the first attempt is recorded (L1). */
  retry: RetryData | undefined = undefined
  /** For an activity that is backing off, its retry timer; for a retry timer, the activity. */
  retryTimer: Entry | undefined = undefined
  retries: Entry | undefined = undefined
  /** Its input, once that is fixed (C14). Further attempts use the recorded input of the first one. */
  input: Input | undefined = undefined
  /** Reported as late already (W2). */
  late = false
  readonly #owner: Withdrawing

  constructor(owner: Withdrawing, id: string, place: string, operation: LedgerOperation, waiter: Coroutine) {
    this.#owner = owner
    this.kind = operation.kind
    this.id = id
    this.place = place
    this.operation = operation
    this.waiter = waiter
  }

  withdraw(): boolean {
    return this.#owner.withdraw(this)
  }
}

/** The timer before the next attempt of an activity (L1). */
export const retryTimerId = ({ id, attempt }: Pick<Entry, 'id' | 'attempt'>): string => `${id}~${attempt}`
