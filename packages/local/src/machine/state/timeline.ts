import type { ExecutionTimeFilter } from '../../model/generated/types.ts'

/** The part of an execution by which timelines are sorted. */
interface Placed {
  /** Epoch seconds. */
  readonly startTimestamp: number
  /** The number of the transaction that started it. */
  readonly startSeq: number
  readonly closed: { readonly timestamp: number; readonly seq: number } | undefined
}

/** The sort order of a timeline. Both values grow along it. */
interface Order {
  /** Epoch seconds. */
  readonly time: (execution: Placed) => number
  /** The number of the transaction that started or closed the execution. It's unique. */
  readonly place: (execution: Placed) => number
}

export const byStart: Order = { time: e => e.startTimestamp, place: e => e.startSeq }
export const byClose: Order = { time: e => e.closed!.timestamp, place: e => e.closed!.seq }

/** An execution, or undefined where one was removed. Removed entries are dropped when they are many. */
interface Entry<E> {
  readonly time: number
  readonly place: number
  readonly execution: E | undefined
}

/** Executions in the order of their start or close. They are added at the end and can be removed anywhere. */
export class Timeline<E extends Placed> {
  readonly order: Order
  private entries: Entry<E>[] = []
  private gaps = 0
  /** All entries before this index are removed ones. */
  private head = 0

  constructor(order: Order) {
    this.order = order
  }

  add(execution: E): void {
    const { time, place } = this.order
    this.entries.push({ time: time(execution), place: place(execution), execution })
  }

  remove(execution: E): void {
    const place = this.order.place(execution)
    const index = this.firstIndex(entry => entry.place >= place)
    const entry = this.entries[index]
    if (entry?.execution !== execution) return
    this.entries[index] = { time: entry.time, place, execution: undefined }
    this.gaps++
    if (this.gaps * 2 <= this.entries.length) return
    this.entries = this.entries.filter(({ execution }) => execution !== undefined)
    this.gaps = this.head = 0
  }

  first(): E | undefined {
    while (this.entries[this.head] !== undefined && this.entries[this.head]!.execution === undefined)
      this.head++
    return this.entries[this.head]?.execution
  }

  /** The executions within a time filter (both ends included), optionally only those after a place in the requested order. */
  *along(filter: ExecutionTimeFilter, oldestFirst: boolean, after?: number): Generator<E> {
    const { oldestDate, latestDate = Infinity } = filter
    let first = Math.max(
      this.head,
      this.firstIndex(({ time }) => time >= oldestDate),
    )
    let end = this.firstIndex(({ time }) => time > latestDate)
    if (after !== undefined && oldestFirst) {
      first = Math.max(
        first,
        this.firstIndex(({ place }) => place > after),
      )
    } else if (after !== undefined) {
      end = Math.min(
        end,
        this.firstIndex(({ place }) => place >= after),
      )
    }
    for (let n = 0; n < end - first; n++) {
      const { execution } = this.entries[oldestFirst ? first + n : end - 1 - n]!
      if (execution !== undefined) yield execution
    }
  }

  /** Binary search: the first index for which the condition holds. */
  private firstIndex(holds: (entry: Entry<E>) => boolean): number {
    let [low, high] = [0, this.entries.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (holds(this.entries[middle]!)) high = middle
      else low = middle + 1
    }
    return low
  }
}
