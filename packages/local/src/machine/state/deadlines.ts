import type { Deadline, DeadlineSubject, Execution } from './execution.ts'
import { Heap } from './heap.ts'

/** All deadlines, with the earliest one first. */
export class Deadlines {
  private readonly heap = new Heap<Deadline>((a, b) => (a.at === b.at ? a.age < b.age : a.at < b.at))
  private added = 0

  first(): Deadline | undefined {
    return this.heap.first()
  }

  /** Adds a deadline, unless `at` is undefined. */
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
