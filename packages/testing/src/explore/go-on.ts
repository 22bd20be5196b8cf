import { advance } from './advance.ts'
import { stuck } from './checks.ts'
import { enabledSteps } from './enabled.ts'
import type { Step } from './step.ts'
import type { ScenarioRunner } from './scenario-runner.ts'

/**
 * What can happen next in a story. Nothing where it is over: it has ended, something doesn't hold, nothing can happen any more, or
 * it is longer than it may be; `runner.failure` has what is wrong with that.
 */
export function nextSteps(runner: ScenarioRunner, longest: number): readonly Step[] {
  if (runner.failure !== undefined || runner.ended) return []
  const steps = enabledSteps(runner)
  if (steps.length === 0) {
    runner.failure = stuck(runner.options, runner.view)
    return []
  }
  if (runner.steps.length < longest) return steps
  runner.failure = { kind: 'endless', check: `a story ends within ${longest} steps` }
  return []
}

/** Goes on to the end, each time with the step that is chosen. */
export async function goOn(
  runner: ScenarioRunner,
  longest: number,
  choose: (steps: readonly Step[]) => Step,
): Promise<void> {
  for (;;) {
    const steps = nextSteps(runner, longest)
    if (steps.length === 0) return
    await advance(runner, choose(steps))
  }
}

/** Goes on to the end with what is expected. */
export const asExpected = (runner: ScenarioRunner, longest: number): Promise<void> =>
  goOn(runner, longest, ([expected]) => expected!)
