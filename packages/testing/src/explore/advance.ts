import { failureAt, failureOf } from './checks.ts'
import { leftBehind } from './left-behind.ts'
import type { Step } from './step.ts'
import { takeStep } from './take.ts'
import type { Teller } from './teller.ts'

/**
 * How a step went by. `loud`: the workflow may have noticed. `silent`: it only filled a place, of a composite or a buffer, and
 * brought no code of the workflow on. Two silent steps can be swapped without the workflow noticing; if one of them takes
 * `time`, only where neither has `asked` for anything (a wait before a retry begins when it's asked for).
 */
export type Noise = 'loud' | { readonly time: boolean; readonly asked: boolean }

/** Tells whether two steps can be swapped without the workflow noticing. */
export const canSwap = (a: Noise | undefined, b: Noise): boolean =>
  a !== undefined && a !== 'loud' && b !== 'loud' && !((a.time || b.time) && (a.asked || b.asked))

/** Steps that only the workflow's own program can notice. */
const local = new Set<Step['do']>(['complete', 'fail', 'timeOut', 'endChild', 'endLambda', 'signal'])

/**
 * Takes a step, lets the workflow decide, and makes the checks: `teller.failure` has what doesn't hold.
 *
 * @throws what is no fault of the workflow: MissingMockError (MOCK_MISSING)
 */
export async function advance(teller: Teller, step: Step): Promise<Noise> {
  const turns = teller.report?.turns
  const others = teller.stage.swf.executions.size
  const asked = teller.stage.raw.length
  try {
    teller.steps.push(await takeStep(teller, step))
    await teller.settle()
    if (teller.ended && teller.failure === undefined) await lookBehindTheEnd(teller)
  } catch (error) {
    teller.failure = failureOf(error)
    return 'loud'
  }
  const silent =
    local.has(step.do) &&
    teller.failure === undefined &&
    teller.root.closed === undefined &&
    teller.root.queuedOn === undefined &&
    teller.open === undefined &&
    turns === teller.report?.turns &&
    others === teller.stage.swf.executions.size &&
    (!('of' in step) || step.of === teller.root.workflowId)
  return silent ? { time: step.do === 'timeOut', asked: teller.stage.raw.length > asked } : 'loud'
}

/** What a closed execution has left behind may still be done: the checks must hold then too. */
async function lookBehindTheEnd(teller: Teller): Promise<void> {
  if (leftBehind(teller).length === 0) return
  const late = await takeStep(teller, { do: 'workLate' })
  teller.failure = failureAt(teller.world, teller.view)
  if (teller.failure !== undefined) teller.steps.push(late)
}
