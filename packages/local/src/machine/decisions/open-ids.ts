/** The ids in use, each with the event that opened it: those of the execution, with the changes of the batch so far. */
export class OpenIds {
  /** The number of ids in use. */
  size: number
  private readonly before: (id: string) => number | undefined
  private readonly changed = new Map<string, number | undefined>()

  constructor(size: number, before: (id: string) => number | undefined) {
    this.size = size
    this.before = before
  }

  /** The id of the event that opened it. Undefined if the id isn't in use. */
  get(id: string): number | undefined {
    return this.changed.has(id) ? this.changed.get(id) : this.before(id)
  }

  has(id: string): boolean {
    return this.get(id) !== undefined
  }

  add(id: string, eventId: number): void {
    this.changed.set(id, eventId)
    this.size++
  }

  remove(id: string): void {
    this.changed.set(id, undefined)
    this.size--
  }
}
