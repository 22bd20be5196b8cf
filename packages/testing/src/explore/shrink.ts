import { failureOf, sameFailure } from '../scenario/checks.ts'
import { ScenarioRunner } from '../scenario/runner.ts'
import type { ScenarioSetup } from '../scenario/state.ts'
import type { Step } from '../scenario/step.ts'
import { isEnabled } from '../scenario/steps/table.ts'

/**
 * Runs a scenario: these steps, as far as they are possible, then the expected ones, to the end or to the first failed
 * check.
 */
async function runSteps(
  setup: ScenarioSetup,
  steps: readonly Step[],
  longest: number,
): Promise<ScenarioRunner> {
  const runner = await ScenarioRunner.begin(setup)
  for (const step of steps) {
    if (runner.state.failure !== undefined) return runner
    if (isEnabled(runner, step)) await runner.take(step)
  }
  await runner.runToEnd(longest)
  return runner
}

/** The size of a scenario: its length, and how often it deviates from the expected course. */
interface Size {
  readonly steps: number
  readonly turns: number
}

const isLess = (a: Size, b: Size) => a.steps < b.steps || (a.steps === b.steps && a.turns < b.turns)

/** The shortest scenario with the same failure that can be found by leaving out one or more steps. */
export async function shrink(
  setup: ScenarioSetup,
  found: ScenarioRunner,
  longest: number,
): Promise<ScenarioRunner> {
  const failure = found.state.failure!
  let best = found
  let size = sizeOf(found)
  for (let width = Math.max(1, size.steps >> 1); width >= 1; width >>= 1) {
    for (let at = 0; at < size.steps;) {
      const shorter = best.state.steps.map(({ step }) => step)
      shorter.splice(at, width)
      const shortened = await runSteps(setup, shorter, longest).catch((error: unknown) => {
        failureOf(error) // throws errors that aren't a bug of the workflow
        return undefined
      })
      if (
        shortened !== undefined &&
        sameFailure(failure, shortened.state.failure) &&
        isLess(sizeOf(shortened), size)
      ) {
        best = shortened
        size = sizeOf(shortened)
      } else at++
    }
  }
  return best
}

const sizeOf = ({ state: { steps } }: ScenarioRunner): Size => ({
  steps: steps.length,
  turns: steps.filter(({ step }) => !isOfExpectedCourse(step)).length,
})

/** Whether a step is one of those that are expected: activities complete, time passes, the workflow decides. */
const isOfExpectedCourse = (step: Step): boolean =>
  step.do === 'endActivity'
    ? step.outcome === 'completed'
    : step.do === 'pass' || step.do === 'decide' || step.do === 'answerDecision'
