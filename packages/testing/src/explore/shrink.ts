import { advance } from './advance.ts'
import { failureOf, sameFailure } from './checks.ts'
import { enabledSteps } from './enabled.ts'
import { asExpected } from './go-on.ts'
import { keyOf, type Step } from './step.ts'
import { ScenarioRunner, type ScenarioSetup } from './scenario-runner.ts'

/**
 * Tells a story: these steps, as far as they can happen where they stand, then what is expected, to the end or to the first
 * thing that doesn't hold.
 */
export async function tellStory(
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

/** How long a story is, and how often it leaves the expected course. */
interface Size {
  readonly steps: number
  readonly turns: number
}

const isLess = (a: Size, b: Size) => a.steps < b.steps || (a.steps === b.steps && a.turns < b.turns)

/** The shortest story with the same failure that leaving steps out, one or more, leads to. */
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
      const told = await tellStory(setup, shorter, longest).catch((error: unknown) => {
        failureOf(error) // throws what is no fault of the workflow
        return undefined
      })
      if (told !== undefined && sameFailure(failure, told.failure) && isLess(sizeOf(told), size)) {
        best = told
        size = sizeOf(told)
      } else at++
    }
  }
  return best
}

/** Completions, children that complete, time that passes: what is expected anyway. */
const expected = new Set<Step['do']>(['complete', 'pass', 'decide', 'answerDecision'])

const sizeOf = ({ steps }: ScenarioRunner): Size => ({
  steps: steps.length,
  turns: steps.filter(({ step }) => !expected.has(step.do)).length,
})
