import type { ScenarioRunner } from '../scenario/runner.ts'
import type { Step } from '../scenario/step.ts'
import { isTimeout } from '../scenario/steps/end-possible.ts'

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
const local = new Set<Step['do']>(['endActivity', 'endChild', 'endLambda', 'signal'])

/** Takes a step. Returns what the workflow can notice of it. */
export async function takeWithEffect(runner: ScenarioRunner, step: Step): Promise<StepEffect> {
  const { simulator } = runner
  const turns = simulator.report?.turns
  const others = simulator.swf.executions.size
  const asked = simulator.raw.length
  await runner.take(step)
  const invisible =
    local.has(step.do) &&
    !isCancel(step) &&
    runner.state.failure === undefined &&
    runner.state.open === undefined &&
    simulator.root.closed === undefined &&
    simulator.root.queued === undefined &&
    turns === simulator.report?.turns &&
    others === simulator.swf.executions.size &&
    (!('of' in step) || step.of === simulator.root.workflowId)
  if (!invisible) return 'visible'
  const time = 'outcome' in step && isTimeout(step)
  return { time, asked: simulator.raw.length > asked }
}

/** An activity that is canceled may still be worked on, so that it matters when it is. */
const isCancel = (step: Step) => step.do === 'endActivity' && step.outcome === 'canceled'
