import { millisecondsText } from './milliseconds.ts'

/** An operation that later events refer to by the id of its first event. */
interface Opened {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly activityId: string | undefined
  startedAt?: number
  /** The task list of a task. */
  taskList?: string | undefined
}

/** What the events so far say about those that refer to them: names, times, numbers of attempts. */
export class Known {
  readonly #opened = new Map<number, Opened>()
  readonly #attempts = new Map<string, number>()
  readonly #names = new Map<string, string>()
  /** The task list of the execution; undefined if its first event wasn't read. */
  taskList: string | undefined

  /** An event opens an operation. `key`: the kind and id by which decisions refer to it. */
  open(eventId: number, at: Date, name: string, key?: string, activityId?: string): void {
    this.#opened.set(eventId, { name, at: at.getTime(), activityId })
    if (key !== undefined) this.#names.set(key, name)
  }

  /** What an event opened is a task, which waits in a task list until a worker starts it. */
  task(eventId: number, taskList: string | undefined): void {
    this.#opened.get(eventId)!.taskList = taskList
  }

  /** The tasks that no worker has started. */
  waiting(): { readonly name: string; readonly taskList: string; readonly since: Date }[] {
    return [...this.#opened.values()].flatMap(({ name, at, startedAt, taskList }) =>
      taskList === undefined || startedAt !== undefined ? [] : [{ name, taskList, since: new Date(at) }],
    )
  }

  /** The name of an operation by its kind and id. */
  nameOf(key: string): string | undefined {
    return this.#names.get(key)
  }

  /** The name of the operation that an event opened, or a name with that event's id if the event wasn't read. */
  name(eventId: number | undefined, otherwise: string): string {
    return this.#opened.get(eventId ?? 0)?.name ?? (eventId ? `${otherwise} of event ${eventId}` : otherwise)
  }

  /** The operation was started. Returns how long it had waited: ` after 12 ms`. */
  started(eventId: number | undefined, at: Date): string {
    const opened = this.#opened.get(eventId ?? 0)
    if (opened === undefined) return ''
    opened.startedAt = at.getTime()
    return after(opened.at, at)
  }

  /** The operation was closed. Returns how long it had run, or had waited if it wasn't started. It isn't needed any longer. */
  closed(eventId: number | undefined, at: Date): string {
    const opened = this.#opened.get(eventId ?? 0)
    if (opened === undefined) return ''
    this.#opened.delete(eventId!)
    if (opened.activityId !== undefined) this.#attempts.delete(opened.activityId)
    return after(opened.startedAt ?? opened.at, at)
  }

  /** The same for an attempt that failed or timed out: the activity may be scheduled again under the same id. */
  failed(eventId: number | undefined, at: Date): string {
    const activityId = this.#opened.get(eventId ?? 0)?.activityId
    const next = activityId === undefined ? 1 : this.attempt(activityId) + 1
    const text = this.closed(eventId, at)
    if (activityId !== undefined) this.#attempts.set(activityId, next)
    return text
  }

  /** The number of an activity's next attempt. */
  attempt(activityId: string): number {
    return this.#attempts.get(activityId) ?? 1
  }
}

const after = (from: number, to: Date) => ` after ${millisecondsText(to.getTime() - from)}`
