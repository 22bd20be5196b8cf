/**
 * Assigns to each element of `left` a different element of `right` that fits, for as many as possible (augmenting
 * paths). An element that fits several must not take the only one that fits another. Returns indexes in `right`, and
 * `undefined` for elements without a partner.
 */
export function pairs<L, R>(
  left: readonly L[],
  right: readonly R[],
  fits: (one: L, other: R) => boolean,
): (number | undefined)[] {
  const takenBy = new Map<number, number>()
  const canTake = (of: number, tried: Set<number>): boolean =>
    right.some((other, index) => {
      if (tried.has(index) || !fits(left[of]!, other)) return false
      tried.add(index)
      const holder = takenBy.get(index)
      if (holder !== undefined && !canTake(holder, tried)) return false
      takenBy.set(index, of)
      return true
    })
  for (const of of left.keys()) canTake(of, new Set())
  const found = left.map((): number | undefined => undefined)
  for (const [index, of] of takenBy) found[of] = index
  return found
}
