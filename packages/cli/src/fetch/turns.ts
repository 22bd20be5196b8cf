/** Items of several groups in turn: the first of each, then the second of each, … until all groups are used up. */
export function* inTurn<T>(groups: readonly Iterable<T>[]): Generator<T, void, undefined> {
  let left = groups.map(group => group[Symbol.iterator]())
  while (left.length > 0) {
    const more = []
    for (const group of left) {
      const next = group.next() as IteratorResult<T, undefined>
      if (next.done === true) continue
      yield next.value
      more.push(group)
    }
    left = more
  }
}
