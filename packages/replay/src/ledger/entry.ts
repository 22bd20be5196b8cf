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

/** The operations that are recorded, stay open, and close. */
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
  /** Started apart and handed out: it's no longer bound to a coroutine, and nobody's end cancels it. */
  readonly apart: boolean
  /** Of one started apart: how it closed, and who waits for that. */
  outcome: Outcome | undefined
  readonly waiters: Set<Coroutine>
}

/** The ledger, as far as an entry knows it. */
interface Withdrawing {
  withdraw(entry: Entry): boolean
}

/**
 * One operation of the program on its way: wanted, then open, then closed. Attached while a coroutine waits for it,
 * detached when none does any longer.
 */
export class Entry implements Wait {
  readonly kind: EntryKind
  readonly id: string
  /** Its id by place, also where it has an id of its own. */
  readonly place: string
  readonly operation: LedgerOperation
  /** The coroutine that waits; undefined when detached. */
  waiter: Coroutine | undefined
  /**
   * `wanted`: asked for, not recorded. `open`: recorded, not closed. `refused`: SWF said no, not delivered yet (H6).
   * `backing off`: failed, and waits for its retry timer (L1).
   */
  state: 'wanted' | 'open' | 'refused' | 'backing off' | 'closed' = 'wanted'
  /** Refused for rate or limit: waits for `~back` before it is asked for again (L2). */
  held = false
  /** A cancel of it is recorded (or was refused because it had closed): not asked for again (L5). */
  cancelAsked = false
  /** The cancel of a child was refused for its rate: waits for `~back` (L5). */
  cancelHeld = false
  /** Its coroutine was to stop waiting, and waits until it has closed (cancellation `wait`). */
  awaitingCancellation = false
  /** Of a child: what is known of it once it has started. */
  child: StartedChild | undefined = undefined
  /** Which attempt it is, from 1. */
  attempt = 1
  /** The retry policy in force, once the first attempt is recorded (L1). */
  retry: RetryData | undefined = undefined
  /** The timer that an activity which is backing off waits for; of a retry timer, the activity. */
  retryTimer: Entry | undefined = undefined
  retries: Entry | undefined = undefined
  /** What it carries, once that is fixed (C14); after the first attempt what that one recorded, for further ones. */
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
