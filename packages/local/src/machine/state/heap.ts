/** An item stores its index in the heap, so that it can be removed from anywhere. The index is -1 outside of a heap. */
export interface HeapItem {
  heapIndex: number
}

/** A binary heap with the least item first. Adding, moving and removing take logarithmic time. */
export class Heap<T extends HeapItem> {
  private readonly items: T[] = []
  private readonly before: (a: T, b: T) => boolean

  constructor(before: (a: T, b: T) => boolean) {
    this.before = before
  }

  get size(): number {
    return this.items.length
  }

  first(): T | undefined {
    return this.items[0]
  }

  add(item: T): void {
    item.heapIndex = this.items.length
    this.items.push(item)
    this.up(item)
  }

  /** Removes the item, if it's in the heap. */
  remove(item: T): void {
    const index = item.heapIndex
    if (index < 0) return
    item.heapIndex = -1
    const last = this.items.pop()!
    if (last === item) return
    this.put(last, index)
    this.moved(last)
  }

  /** Must be called after the sort key of an item has changed. */
  moved(item: T): void {
    this.up(item)
    this.down(item)
  }

  private up(item: T): void {
    let index = item.heapIndex
    while (index > 0) {
      const parent = this.items[(index - 1) >> 1]!
      if (!this.before(item, parent)) break
      this.put(parent, index)
      index = (index - 1) >> 1
    }
    this.put(item, index)
  }

  private down(item: T): void {
    let index = item.heapIndex
    for (;;) {
      const child = this.lesserChild(index)
      if (child === undefined || !this.before(child, item)) break
      const next = child.heapIndex
      this.put(child, index)
      index = next
    }
    this.put(item, index)
  }

  private lesserChild(index: number): T | undefined {
    const left = this.items[2 * index + 1]
    const right = this.items[2 * index + 2]
    return right !== undefined && this.before(right, left!) ? right : left
  }

  private put(item: T, index: number): void {
    this.items[index] = item
    item.heapIndex = index
  }
}
