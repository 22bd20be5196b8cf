import { failureAt, failureOf } from './checks.ts'
import { leftBehind } from './abandoned.ts'
import type { Step } from './step.ts'
import { takeStep } from './take.ts'
import type { ScenarioRunner } from './scenario-runner.ts'

/**
 * What the workflow can notice of a step. `visible`: it may have noticed the step. Otherwise the step is invisible: it
 * only settled a branch of a composite or filled a buffer, and no code of the workflow continued. Two invisible steps
 * can be swapped without the workflow noticing. If one of them takes `time`, they can be swapped only if neither has
 * `asked` for anything, because the wait before a retry begins when it is asked for.
 */
export type StepEffect = 'visible' | { readonly time: boolean; readonly asked: boolean }

/** Whether two steps can be swapped without the workflow noticing. */
export const canSwap = (a: StepEffect | undefined, b: StepEffect): boolean =>
  a !== undefined && a !== 'visible' && b !== 'visible' && !((a.time || b.time) && (a.asked || b.asked))

/** Steps that only the workflow's own program can notice. */
const local = new Set<Step['do']>(['complete', 'fail', 'timeOut', 'endChild', 'endLambda', 'signal'])

/**
 * Takes a step, lets the workflow decide, and runs the checks. A failed check is stored in `runner.failure`.
 *
 * @throws MissingMockError (MOCK_MISSING), because that isn't a bug of the workflow
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
    runner.root.queued === undefined &&
    runner.open === undefined &&
    turns === runner.report?.turns &&
    others === runner.simulator.swf.executions.size &&
    (!('of' in step) || step.of === runner.root.workflowId)
  return invisible ? { time: step.do === 'timeOut', asked: runner.simulator.raw.length > asked } : 'visible'
}

/** Work of an abandoned activity may still be done after the execution has closed. The checks must hold then too. */
async function checkAfterTheEnd(runner: ScenarioRunner): Promise<void> {
  if (leftBehind(runner).length === 0) return
  const late = await takeStep(runner, { do: 'workLate' })
  runner.failure = failureAt(runner.options, runner.view)
  if (runner.failure !== undefined) runner.steps.push(late)
}
