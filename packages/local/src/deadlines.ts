import type { ActivityTask, DecisionTask, Execution, Timer } from './execution.ts'
import { Heap } from './heap.ts'
import type { HeapItem } from './heap.ts'

/** What a deadline is of. One of a kind each: an execution's end, its decision task, an activity, a timer. */
export type DeadlineSubject =
  | { readonly kind: 'execution' }
  | { readonly kind: 'decision'; readonly task: DecisionTask }
  | { readonly kind: 'activity'; readonly task: ActivityTask }
  | { readonly kind: 'timer'; readonly timer: Timer }

export interface Deadline extends HeapItem {
  /** Epoch milliseconds. */
  at: number
  readonly execution: Execution
  readonly subject: DeadlineSubject
  /** Equal deadlines pass in the order in which they were set up. */
  readonly age: number
}

/** All deadlines, the earliest first. */
export class Deadlines {
  private readonly heap = new Heap<Deadline>((a, b) => (a.at === b.at ? a.age < b.age : a.at < b.at))
  private added = 0

  first(): Deadline | undefined {
    return this.heap.first()
  }

  /** Sets up a deadline; `at` undefined is none. */
  add(at: number | undefined, execution: Execution, subject: DeadlineSubject): Deadline | undefined {
    if (at === undefined) return undefined
    const deadline: Deadline = { at, execution, subject, age: this.added++, heapIndex: -1 }
    this.heap.add(deadline)
    return deadline
  }

  move(deadline: Deadline, at: number): void {
    deadline.at = at
    this.heap.moved(deadline)
  }

  remove(deadline: Deadline | undefined): void {
    if (deadline !== undefined) this.heap.remove(deadline)
  }
}
