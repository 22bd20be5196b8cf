import type { Domain, Pollable } from './execution.ts'
import { Heap } from './heap.ts'
import { domainKey, type DomainId } from '../keys.ts'
import type { PollKey } from '../outcome.ts'

interface TaskList<T extends Pollable> {
  readonly key: PollKey
  readonly tasks: Heap<T>
}

/** The task lists of one kind. A list exists only while it has tasks. */
export class TaskLists<T extends Pollable> {
  private readonly kind: PollKey['kind']
  private readonly lists = new Map<string, TaskList<T>>()
  private readonly filled = new Set<TaskList<T>>()
  private added = 0

  constructor(kind: PollKey['kind']) {
    this.kind = kind
  }

  /** The next task for a poll of this list. */
  first(domain: DomainId, taskList: string): T | undefined {
    return this.lists.get(listKey(domain, taskList))?.tasks.first()
  }

  /** Returns the task if it's on this list. */
  waiting(task: T | undefined, domain: Domain, taskList: string): T | undefined {
    const waits =
      task !== undefined &&
      task.heapIndex >= 0 &&
      task.execution.domain === domain &&
      task.taskList === taskList
    return waits ? task : undefined
  }

  count(domain: DomainId, taskList: string): number {
    return this.lists.get(listKey(domain, taskList))?.tasks.size ?? 0
  }

  add(task: T): void {
    const { region, name } = task.execution.domain
    const key = listKey(task.execution.domain, task.taskList)
    let list = this.lists.get(key)
    if (list === undefined) {
      list = {
        key: { kind: this.kind, region, domain: name, taskList: task.taskList },
        tasks: new Heap<T>(comesFirst),
      }
      this.lists.set(key, list)
    }
    task.age = this.added++
    list.tasks.add(task)
    this.filled.add(list)
  }

  /** Removes the task from its list, if it's on one. */
  remove(task: T): void {
    if (task.heapIndex < 0) return
    const key = listKey(task.execution.domain, task.taskList)
    const list = this.lists.get(key)!
    list.tasks.remove(task)
    if (list.tasks.size > 0) return
    this.lists.delete(key)
    this.filled.delete(list)
  }

  /** The lists that have received tasks since the last call and aren't empty. */
  takeFilled(): readonly PollKey[] {
    if (this.filled.size === 0) return none
    const keys = Array.from(this.filled, list => list.key)
    this.filled.clear()
    return keys
  }
}

const none: readonly PollKey[] = []

/** The names of regions, domains and task lists contain no slash. */
const listKey = (domain: DomainId, taskList: string) => `${domainKey(domain)}/${taskList}`

const comesFirst = (a: Pollable, b: Pollable) =>
  a.priority === b.priority ? a.age < b.age : a.priority > b.priority
