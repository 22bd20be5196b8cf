import { advance } from './advance.ts'
import { failureOf, sameFailure } from './checks.ts'
import { enabledSteps } from './enabled.ts'
import { asExpected } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { ScenarioRunner, type ScenarioSetup } from './scenario-runner.ts'

/**
 * Runs a scenario: these steps, as far as they are possible, then the expected ones, to the end or to the first failed
 * check.
 */
export async function runSteps(
  setup: ScenarioSetup,
  steps: readonly Step[],
  longest: number,
): Promise<ScenarioRunner> {
  const runner = await ScenarioRunner.begin(setup)
  for (const step of steps) {
    if (runner.failure !== undefined || runner.ended) return runner
    const key = keyOf(step)
    if (enabledSteps(runner).some(one => keyOf(one) === key)) await advance(runner, step)
  }
  await asExpected(runner, longest)
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
  const failure = found.failure!
  let best = found
  let size = sizeOf(found)
  for (let width = Math.max(1, best.steps.length >> 1); width >= 1; width >>= 1) {
    for (let at = 0; at < best.steps.length;) {
      const shorter = best.steps.map(({ step }) => step)
      shorter.splice(at, width)
      const shortened = await runSteps(setup, shorter, longest).catch((error: unknown) => {
        failureOf(error) // throws errors that aren't a bug of the workflow
        return undefined
      })
      if (
        shortened !== undefined &&
        sameFailure(failure, shortened.failure) &&
        isLess(sizeOf(shortened), size)
      ) {
        best = shortened
        size = sizeOf(shortened)
      } else at++
    }
  }
  return best
}

/** The expected steps: activities and children complete, time passes. */
const expected = new Set<Step['do']>(['complete', 'pass', 'decide', 'answerDecision'])

const sizeOf = ({ steps }: ScenarioRunner): Size => ({
  steps: steps.length,
  turns: steps.filter(({ step }) => !expected.has(step.do)).length,
})
