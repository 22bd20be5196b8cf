/** A history to choose from. */
export interface Candidate {
  /** What it covers, see `neighborsOf`. */
  readonly pairs: ReadonlySet<string>
  /** What it costs to keep and to replay, for instance its number of events. More than 0. */
  readonly cost: number
}

/**
 * Chooses few candidates that together have every pair that any of them has: again and again the one with the most new pairs for its cost.
 * Of equal ones it's the first. The result is in the order of the choice, so its beginning has more than its end.
 */
export function thinned<C extends Candidate>(candidates: readonly C[]): C[] {
  const covered = new Set<string>()
  const chosen: C[] = []
  // What a candidate adds only gets less. So one that still adds what it did when it was last looked at, and the most, is the best.
  let left = candidates.map(candidate => ({ candidate, worth: worthOf(candidate, covered) }))
  for (;;) {
    left = left.filter(({ worth }) => worth > 0)
    const [first, ...others] = left
    if (first === undefined) return chosen
    const best = others.reduce((found, each) => (each.worth > found.worth ? each : found), first)
    const worth = worthOf(best.candidate, covered)
    if (worth === best.worth) {
      chosen.push(best.candidate)
      for (const pair of best.candidate.pairs) covered.add(pair)
      best.worth = 0
    } else best.worth = worth
  }
}

function worthOf({ pairs, cost }: Candidate, covered: ReadonlySet<string>): number {
  let count = 0
  for (const pair of pairs) if (!covered.has(pair)) count++
  return count / cost
}
