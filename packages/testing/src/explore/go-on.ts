import { advance } from './advance.ts'
import { stuck } from './checks.ts'
import { enabledSteps } from './enabled.ts'
import type { Step } from './step.ts'
import type { ScenarioRunner } from './scenario-runner.ts'

/**
 * The steps that are possible next in a scenario. Empty if it is over: the execution has closed, a check failed, no
 * further step is possible, or the scenario is too long. `runner.failure` is set if that is a failure.
 */
export function nextSteps(runner: ScenarioRunner, longest: number): readonly Step[] {
  if (runner.failure !== undefined || runner.ended) return []
  const steps = enabledSteps(runner)
  if (steps.length === 0) {
    runner.failure = stuck(runner.options, runner.view)
    return []
  }
  if (runner.steps.length < longest) return steps
  runner.failure = { kind: 'endless', check: `a scenario ends within ${longest} steps` }
  return []
}

/** Continues to the end of the scenario, each time with the step that `choose` returns. */
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

/** Continues to the end of the scenario with the expected steps. */
export const asExpected = (runner: ScenarioRunner, longest: number): Promise<void> =>
  goOn(runner, longest, ([expected]) => expected!)
