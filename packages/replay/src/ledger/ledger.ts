import { IdInUseError, sleep } from '@reyield/workflow'
import type { Coroutine } from '../program/coroutine.ts'
import { Entry, retryTimerId, type EntryKind, type LedgerOperation } from './entry.ts'
import type { Input } from './input.ts'
import type { LedgerKind } from './kind.ts'

type LedgerKinds = { readonly [K in EntryKind]: LedgerKind<never> }

/**
 * The operations that the program wants and history hasn't recorded, and those that are open.
 *
 * - W1 Only an event removes an operation from *wanted*, so it doesn't matter whether an answer has arrived at SWF.
 * - W7 If an operation's own id is in use by an attached one, the program gets ID_IN_USE. If it is in use by a detached one, the start
 *   waits until that has closed.
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
  /** Cancels of detached children that are under way, by the event that opened them (L5). */
  readonly childCancels = new Map<number, Entry>()
  readonly #kinds: LedgerKinds

  constructor(kinds: LedgerKinds) {
    this.#kinds = kinds
  }

  /** Adds an operation that a coroutine asks for. Returns an error if its own id is in use (W7). */
  ask(operation: LedgerOperation, placeId: string, waiter: Coroutine): Entry | IdInUseError {
    const { kind } = operation
    const own = this.#kinds[kind].ownId(operation as never)
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

  /** L1: a failed attempt waits for its retry timer. It stays attached, and its id in use. */
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

  /** The operation that an event of a batch has opened or refused, or the child that it is to cancel. */
  recordedBy(eventId: number): Entry | undefined {
    return this.open.get(eventId) ?? this.#refused.get(eventId) ?? this.childCancels.get(eventId)
  }

  /** The open operation of a kind and id. */
  findOpen(kind: EntryKind, id: string): Entry | undefined {
    for (const entry of this.open.values()) if (entry.id === id && entry.kind === kind) return entry
    return undefined
  }

  /** History records a wanted operation, which is open from now on under the id of that event. `input` is for further attempts. */
  record(entry: Entry, eventId: number, input?: Input): void {
    this.wanted.delete(keyOf(entry.kind, entry.id))
    entry.state = 'open'
    entry.held = false
    entry.input = input
    this.open.set(eventId, entry)
    if (entry.id !== entry.place) this.#openOwn.set(entry.id, entry)
  }

  /** An open operation has ended; undefined if no such is open. */
  close(openedBy: number): Entry | undefined {
    const entry = this.open.get(openedBy)
    if (entry === undefined) return undefined
    this.open.delete(openedBy)
    entry.state = 'closed'
    if (this.#openOwn.size > 0 && this.#openOwn.get(entry.id) === entry) this.#openOwn.delete(entry.id)
    return entry
  }

  /** SWF refused a wanted operation. It leaves *wanted* now, and is rejected when the event is delivered (H6). */
  refuse(entry: Entry, eventId: number): void {
    this.wanted.delete(keyOf(entry.kind, entry.id))
    entry.state = 'refused'
    this.#refused.set(eventId, entry)
  }

  /** The operation that an event refused, if a coroutine still waits for it. */
  takeRefused(eventId: number): Entry | undefined {
    const entry = this.#refused.get(eventId)
    this.#refused.delete(eventId)
    if (entry?.retries !== undefined) {
      this.#backingOff.delete(keyOf(entry.retries.kind, entry.retries.id)) // without its timer there is no retry
      entry.retries.state = 'closed'
    }
    return entry?.waiter === undefined ? undefined : entry
  }

  /** Whether a wanted operation's own id is still in use by a detached one (W7). */
  blocked(entry: Entry): boolean {
    return this.#openOwn.size > 0 && entry.id !== entry.place && this.#openOwn.has(entry.id)
  }

  /** Open operations that have to be canceled (L5): no coroutine waits for them, or one awaits their cancellation. */
  *toCancel(): Generator<Entry> {
    for (const entry of this.open.values()) {
      if (
        (entry.waiter !== undefined && !entry.awaitingCancellation) ||
        entry.cancelAsked ||
        entry.cancelHeld
      )
        continue
      if (this.#kinds[entry.kind].isCancelable(entry.operation as never, entry)) yield entry
    }
  }

  /** Whether an operation is open that has to be canceled before the execution closes, and can't be yet (L6). */
  anyHoldsClose(): boolean {
    for (const entry of this.open.values()) {
      if (entry.waiter !== undefined) continue
      if (this.#kinds[entry.kind].holdsClose(entry.operation as never, entry)) return true
    }
    return false
  }

  /** Whether anything waits for `~back`. */
  anyHeld(): boolean {
    for (const entry of this.wanted.values()) if (entry.held) return true
    for (const entry of this.open.values()) if (entry.cancelHeld) return true
    return false
  }

  /** `~back` has fired, so held operations are asked for again (L2). */
  release(): void {
    for (const entry of this.wanted.values()) entry.held = false
    for (const entry of this.open.values()) entry.cancelHeld = false
  }

  /** SWF refused an open operation for its rate. It is wanted again, and held (L2). */
  holdAgain(entry: Entry): void {
    if (entry.waiter === undefined) return
    entry.state = 'wanted'
    entry.held = true
    this.wanted.set(keyOf(entry.kind, entry.id), entry)
  }

  /** A coroutine no longer wants to wait for it; see `Wait`. */
  withdraw(entry: Entry): boolean {
    if (entry.state === 'open' && this.#kinds[entry.kind].awaitsCancellation(entry.operation as never)) {
      entry.awaitingCancellation = true
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

/** Places are unique, but a retry's timer could have the same name as an activity's own id. */
const keyOf = (kind: EntryKind, id: string) => (kind === 'timer' ? `\u0000${id}` : id)
