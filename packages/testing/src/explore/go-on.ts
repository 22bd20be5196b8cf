import { advance } from './advance.ts'
import { stuck } from './checks.ts'
import { enabledSteps } from './enabled.ts'
import type { Step } from './step.ts'
import type { Teller } from './teller.ts'

/**
 * What can happen next in a story. Nothing where it is over: it has ended, something doesn't hold, nothing can happen any more, or
 * it is longer than it may be; `teller.failure` has what is wrong with that.
 */
export function nextSteps(teller: Teller, longest: number): readonly Step[] {
  if (teller.failure !== undefined || teller.ended) return []
  const steps = enabledSteps(teller)
  if (steps.length === 0) {
    teller.failure = stuck(teller.world, teller.view)
    return []
  }
  if (teller.steps.length < longest) return steps
  teller.failure = { kind: 'endless', check: `a story ends within ${longest} steps` }
  return []
}

/** Goes on to the end, each time with the step that is chosen. */
export async function goOn(
  teller: Teller,
  longest: number,
  choose: (steps: readonly Step[]) => Step,
): Promise<void> {
  for (;;) {
    const steps = nextSteps(teller, longest)
    if (steps.length === 0) return
    await advance(teller, choose(steps))
  }
}

/** Goes on to the end with what is expected. */
export const asExpected = (teller: Teller, longest: number): Promise<void> =>
  goOn(teller, longest, ([expected]) => expected!)
