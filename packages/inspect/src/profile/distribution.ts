/** Numbers in short. All are 0 if there are no numbers. */
export interface Distribution {
  readonly count: number
  readonly total: number
  /** The median. */
  readonly p50: number
  readonly p95: number
  readonly max: number
}

/** Summarizes numbers. A percentile is the smallest number that is not less than that share of them (nearest rank). */
export function distributionOf(numbers: readonly number[]): Distribution {
  const sorted = numbers.toSorted((a, b) => a - b)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return {
    count: sorted.length,
    total: sorted.reduce((sum, one) => sum + one, 0),
    p50: rank(0.5),
    p95: rank(0.95),
    max: sorted.at(-1) ?? 0,
  }
}
