import { compressed } from '../files/histories.ts'

/** How much is kept of a workflow type. */
export interface Limits {
  readonly histories: number
  /** Compressed. */
  readonly bytes: number
}

export const usualLimits: Limits = { histories: 200, bytes: 1_000_000 }

/** As many of the first ones as the limits allow. */
export function withinLimits<T extends { text(): string }>(chosen: readonly T[], limits: Limits): T[] {
  let kept = chosen.slice(0, limits.histories)
  while (kept.length > 0) {
    const size = compressed(kept.map(each => each.text())).length
    if (size <= limits.bytes) break
    // the first estimate may be wrong, as all histories are not equally long and not equally alike
    const fitting = Math.floor((kept.length * limits.bytes) / size)
    kept = kept.slice(0, Math.min(kept.length - 1, fitting))
  }
  return kept
}
