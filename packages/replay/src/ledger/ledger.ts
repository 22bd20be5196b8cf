import type {
  ActivityOperation,
  ChildOperation,
  ExternalOperation,
  LambdaOperation,
  TimerOperation,
} from '@reyield/workflow'
import { IdInUseError, sleep, type RetryData } from '@reyield/workflow'
import type { Coroutine, Wait } from '../program/coroutine.ts'
import type { StartedChild } from '../match/children.ts'
import type { Input } from './inputs.ts'

/** The operations that are recorded, stay open, and close. */
export type LedgerOperation =
  | ActivityOperation<unknown>
  | TimerOperation
  | ChildOperation<unknown>
  | LambdaOperation<unknown>
  | ExternalOperation

export type EntryKind = LedgerOperation['kind']

/**
 * One operation of the program on its way: wanted, then open, then closed. Attached while a coroutine waits for it,
 * detached when none does any more.
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
  lingering = false
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
  /** Told as late already (W2). */
  late = false
  readonly #ledger: Ledger

  constructor(ledger: Ledger, id: string, place: string, operation: LedgerOperation, waiter: Coroutine) {
    this.#ledger = ledger
    this.kind = operation.kind
    this.id = id
    this.place = place
    this.operation = operation
    this.waiter = waiter
  }

  withdraw(): boolean {
    return this.#ledger.withdraw(this)
  }
}

/**
 * What the program wants, less what history records.
 *
 * - W1 An operation leaves *wanted* only by an event: nobody needs to know whether an answer arrived.
 * - W7 An own id that is open elsewhere: attached, the asker gets ID_IN_USE; detached, the start is held until it closed.
 */
export class Ledger {
  /** Asked for and not recorded, in order of asking. All of these are attached. */
  readonly wanted = new Map<string, Entry>()
  /** Recorded and not closed, by the id of the event that opened them. */
  readonly open = new Map<number, Entry>()
  /** Open activities with an id of their own (W7). */
  readonly #openOwn = new Map<string, Entry>()
  readonly #refused = new Map<number, Entry>()
  readonly #backingOff = new Map<string, Entry>()
  readonly #openCount: Record<EntryKind, number> = {
    activity: 0,
    timer: 0,
    child: 0,
    lambda: 0,
    signalExternal: 0,
    cancelExternal: 0,
  }
  /** Cancels of detached children that are under way, by the event that opened them (L5). */
  readonly childCancels = new Map<number, Entry>()

  /** Enters an operation that a coroutine asks for. Gives an error instead if its own id is taken (W7). */
  ask(operation: LedgerOperation, placeId: string, waiter: Coroutine): Entry | IdInUseError {
    const { kind } = operation
    const own = ownIdOf(operation)
    if (own !== undefined && this.#isTaken(keyOf(kind, own))) return new IdInUseError(own) // places are unique
    return this.#enter(own ?? placeId, placeId, operation, waiter)
  }

  #isTaken(key: string): boolean {
    return (
      this.wanted.has(key) ||
      this.#backingOff.has(key) ||
      this.#openOwn.get(key)?.waiter !== undefined ||
      [...this.#refused.values()].some(
        entry => entry.waiter !== undefined && keyOf(entry.kind, entry.id) === key,
      )
    )
  }

  #enter(id: string, place: string, operation: LedgerOperation, waiter: Coroutine): Entry {
    const entry = new Entry(this, id, place, operation, waiter)
    this.wanted.set(keyOf(entry.kind, id), entry)
    return entry
  }

  /** L1: a failed attempt waits for its retry timer; it stays attached, and its id taken. */
  backOff(entry: Entry, milliseconds: number): void {
    const id = retryTimerId(entry)
    const timer = this.#enter(id, id, sleep(milliseconds), entry.waiter!)
    timer.retries = entry
    entry.retryTimer = timer
    entry.state = 'backing off'
    this.#backingOff.set(keyOf(entry.kind, entry.id), entry)
  }

  /** L1: the retry timer has fired; the next attempt is wanted. */
  again(entry: Entry): void {
    const key = keyOf(entry.kind, entry.id)
    this.#backingOff.delete(key)
    entry.retryTimer = undefined
    entry.state = 'wanted'
    entry.attempt++
    entry.late = false
    this.wanted.set(key, entry)
  }

  /** The wanted operation of a kind and id. */
  find(kind: EntryKind, id: string): Entry | undefined {
    return this.wanted.get(keyOf(kind, id))
  }

  /** The open operation of a kind and id. */
  findOpen(kind: EntryKind, id: string): Entry | undefined {
    for (const entry of this.open.values()) if (entry.id === id && entry.kind === kind) return entry
    return undefined
  }

  /** History records a wanted operation: wanted -> open, linked by the recording event; `input` for asking once more. */
  record(entry: Entry, eventId: number, input?: Input): void {
    this.wanted.delete(keyOf(entry.kind, entry.id))
    entry.state = 'open'
    entry.held = false
    entry.input = input
    this.open.set(eventId, entry)
    if (ownIdOf(entry.operation) !== undefined) this.#openOwn.set(entry.id, entry)
    this.#openCount[entry.kind]++
  }

  /** An open operation has ended; undefined if no such is open. */
  close(openedBy: number): Entry | undefined {
    const entry = this.open.get(openedBy)
    if (entry === undefined) return undefined
    this.open.delete(openedBy)
    this.#openCount[entry.kind]--
    entry.state = 'closed'
    if (this.#openOwn.size > 0 && this.#openOwn.get(entry.id) === entry) this.#openOwn.delete(entry.id)
    return entry
  }

  /** SWF refused a wanted operation for good: it leaves *wanted* now and is rejected when the event is delivered (H6). */
  refuse(entry: Entry, eventId: number): void {
    this.wanted.delete(keyOf(entry.kind, entry.id))
    entry.state = 'refused'
    this.#refused.set(eventId, entry)
  }

  /** The operation that an event refused, if it still waits. */
  takeRefused(eventId: number): Entry | undefined {
    const entry = this.#refused.get(eventId)
    this.#refused.delete(eventId)
    if (entry?.retries !== undefined) {
      this.#backingOff.delete(keyOf(entry.retries.kind, entry.retries.id)) // no retry without its timer
      entry.retries.state = 'closed'
    }
    return entry?.waiter === undefined ? undefined : entry
  }

  /** How many of a kind are open, attached or not: SWF's ceilings count both (L4). */
  openCount(kind: EntryKind): number {
    return this.#openCount[kind]
  }

  /** Whether a wanted operation's own id is still taken by a detached one (W7). */
  blocked(entry: Entry): boolean {
    return ownIdOf(entry.operation) !== undefined && this.#openOwn.has(entry.id)
  }

  /** Open operations whose cancel is wanted (L5): nobody waits for them any more, or only for their end. */
  *toCancel(): Generator<Entry> {
    for (const entry of this.open.values()) {
      if ((entry.waiter !== undefined && !entry.lingering) || entry.cancelAsked || entry.cancelHeld) continue
      if (isCancellable(entry)) yield entry
    }
  }

  /** Children that nobody waits for, and that can't be cancelled yet: they haven't started, or their cancel is held (L6). */
  hasUnsettledChildren(): boolean {
    for (const { operation, waiter, child, cancelAsked, cancelHeld } of this.open.values()) {
      if (operation.kind !== 'child' || operation.cancellation === 'abandon' || waiter !== undefined) continue
      if (child === undefined || (cancelHeld && !cancelAsked)) return true
    }
    return false
  }

  /** Whether anything waits for `~back`. */
  anyHeld(): boolean {
    for (const entry of this.wanted.values()) if (entry.held) return true
    for (const entry of this.open.values()) if (entry.cancelHeld) return true
    return false
  }

  /** `~back` has fired: what was held is asked for again (L2). */
  release(): void {
    for (const entry of this.wanted.values()) entry.held = false
    for (const entry of this.open.values()) entry.cancelHeld = false
  }

  /** What was under way was refused for its rate: wanted again, and held (L2). */
  holdAgain(entry: Entry): void {
    if (entry.waiter === undefined) return
    entry.state = 'wanted'
    entry.held = true
    this.wanted.set(keyOf(entry.kind, entry.id), entry)
  }

  /** A coroutine doesn't want to wait for it any more; see `Wait`. */
  withdraw(entry: Entry): boolean {
    if (entry.state === 'open' && waitsForCancel(entry.operation)) {
      entry.lingering = true
      return false
    }
    entry.waiter = undefined
    if (entry.state === 'wanted') this.wanted.delete(keyOf(entry.kind, entry.id))
    if (entry.state === 'backing off') {
      this.#backingOff.delete(keyOf(entry.kind, entry.id))
      entry.retryTimer!.withdraw()
    }
    return true
  }
}

/** The timer before the next attempt of an activity (L1). */
export const retryTimerId = ({ id, attempt }: Pick<Entry, 'id' | 'attempt'>): string => `${id}~${attempt}`

/** Places are unique, but a retry's timer could have the name of an activity's own id. */
const keyOf = (kind: EntryKind, id: string) => (kind === 'timer' ? `\u0000${id}` : id)

/** Lambda functions, outgoing signals and cancels can't be cancelled; children only when they have started (L5). */
function isCancellable({ operation, child }: Entry): boolean {
  if (operation.kind === 'timer') return true
  if (operation.kind === 'activity') return operation.cancellation !== 'abandon'
  return operation.kind === 'child' && operation.cancellation !== 'abandon' && child?.apart === false
}

const ownIdOf = (operation: LedgerOperation) => (operation.kind === 'activity' ? operation.id : undefined)

const waitsForCancel = (operation: LedgerOperation) =>
  (operation.kind === 'activity' || (operation.kind === 'child' && !operation.apart)) &&
  operation.cancellation === 'wait'
