import { failureOf } from './checks.ts'
import type { Step } from './step.ts'
import { takeStep } from './take.ts'
import type { Teller } from './teller.ts'

/** Steps that only the workflow's own program can notice, and that take no time. */
const instant = new Set<Step['do']>(['complete', 'fail', 'endChild', 'endLambda', 'signal'])

/**
 * Takes a step, lets the workflow decide, and makes the checks: `teller.failure` has what doesn't hold. Tells whether the
 * step was silent: it only filled a place, of a composite or a buffer, and brought no code of the workflow on. Two silent
 * steps can be swapped without the workflow noticing.
 *
 * @throws what is no fault of the workflow: ReplacementMissingError (REPLACEMENT_MISSING)
 */
export async function advance(teller: Teller, step: Step): Promise<boolean> {
  const turns = teller.report?.turns
  const others = teller.stage.swf.executions.size
  try {
    teller.steps.push(await takeStep(teller, step))
    await teller.settle()
  } catch (error) {
    teller.failure = failureOf(error)
    return false
  }
  return (
    instant.has(step.do) &&
    teller.failure === undefined &&
    teller.root.closed === undefined &&
    teller.root.queuedOn === undefined &&
    teller.open === undefined &&
    turns === teller.report?.turns &&
    others === teller.stage.swf.executions.size &&
    (!('of' in step) || step.of === teller.root.workflowId)
  )
}
