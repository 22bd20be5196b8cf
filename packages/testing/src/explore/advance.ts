import { failureAt, failureOf } from './checks.ts'
import { leftBehind } from './abandoned.ts'
import type { Step } from './step.ts'
import { takeStep } from './take.ts'
import type { ScenarioRunner } from './scenario-runner.ts'

/**
 * How a step went by. `loud`: the workflow may have noticed. `silent`: it only filled a place, of a composite or a buffer, and
 * brought no code of the workflow on. Two silent steps can be swapped without the workflow noticing; if one of them takes
 * `time`, only where neither has `asked` for anything (a wait before a retry begins when it's asked for).
 */
export type StepEffect = 'visible' | { readonly time: boolean; readonly asked: boolean }

/** Tells whether two steps can be swapped without the workflow noticing. */
export const canSwap = (a: StepEffect | undefined, b: StepEffect): boolean =>
  a !== undefined && a !== 'visible' && b !== 'visible' && !((a.time || b.time) && (a.asked || b.asked))

/** Steps that only the workflow's own program can notice. */
const local = new Set<Step['do']>(['complete', 'fail', 'timeOut', 'endChild', 'endLambda', 'signal'])

/**
 * Takes a step, lets the workflow decide, and makes the checks: `runner.failure` has what doesn't hold.
 *
 * @throws what is no fault of the workflow: MissingMockError (MOCK_MISSING)
 */
export async function advance(runner: ScenarioRunner, step: Step): Promise<StepEffect> {
  const turns = runner.report?.turns
  const others = runner.simulator.swf.executions.size
  const asked = runner.simulator.raw.length
  try {
    runner.steps.push(await takeStep(runner, step))
    await runner.settle()
    if (runner.ended && runner.failure === undefined) await checkAfterTheEnd(runner)
  } catch (error) {
    runner.failure = failureOf(error)
    return 'visible'
  }
  const invisible =
    local.has(step.do) &&
    runner.failure === undefined &&
    runner.root.closed === undefined &&
    runner.root.queuedOn === undefined &&
    runner.open === undefined &&
    turns === runner.report?.turns &&
    others === runner.simulator.swf.executions.size &&
    (!('of' in step) || step.of === runner.root.workflowId)
  return invisible ? { time: step.do === 'timeOut', asked: runner.simulator.raw.length > asked } : 'visible'
}

/** What a closed execution has left behind may still be done: the checks must hold then too. */
async function checkAfterTheEnd(runner: ScenarioRunner): Promise<void> {
  if (leftBehind(runner).length === 0) return
  const late = await takeStep(runner, { do: 'workLate' })
  runner.failure = failureAt(runner.options, runner.view)
  if (runner.failure !== undefined) runner.steps.push(late)
}
