import type { ReplayCheck } from '@reyield/inspect'
import { thinned } from '@reyield/inspect/internal'
import type { Candidate } from './candidates.ts'
import { withinLimits, type Limits } from './limits.ts'

/** What is locked of a workflow type. */
export interface Chosen {
  readonly histories: readonly Candidate[]
  /** Ids of `patched(…)` that they have come to. */
  readonly patches: readonly string[]
  /** How many more were needed for every pair of neighboring events. */
  readonly overLimits: number
  /** Those that the code can't replay, with the reason. */
  readonly leftOut: readonly { readonly candidate: Candidate; readonly check: ReplayCheck }[]
}

/**
 * Chooses few of the histories of one workflow type, such that each pair of neighboring events occurs in one of them. A history that the
 * code can't replay was made by other code, or is of an execution that is held already. It's left out, and what it had is looked for in
 * the others.
 */
export async function choose(
  candidates: readonly Candidate[],
  limits: Limits,
  check: (candidate: Candidate) => Promise<ReplayCheck>,
): Promise<Chosen> {
  const checks = new Map<Candidate, ReplayCheck>()
  const fails = (candidate: Candidate) => checks.get(candidate)?.error !== undefined
  for (;;) {
    const needed = thinned(candidates.filter(candidate => !fails(candidate)))
    const histories = withinLimits(needed, limits)
    for (const each of histories) if (!checks.has(each)) checks.set(each, await check(each))
    if (histories.some(fails)) continue
    const patches = histories.flatMap(each => (checks.get(each)!.patches ?? []).map(({ id }) => id))
    return {
      histories,
      patches: [...new Set(patches)].toSorted(),
      overLimits: needed.length - histories.length,
      leftOut: [...checks].flatMap(([candidate, result]) =>
        result.error === undefined ? [] : [{ candidate, check: result }],
      ),
    }
  }
}
