import type { ScenarioPoint } from '../state.ts'
import type { Step } from '../step.ts'
import { requestCancel } from './cancel-request.ts'
import { answerDecision, decide, loseDecision, takeDecision } from './decision-task.ts'
import type { EnabledStep, StepKind, StepResult } from './kind.ts'
import { endActivity, endChild, endLambda } from './end.ts'
import { workLate } from './late-work.ts'
import { signal } from './signal.ts'
import { pass } from './time.ts'

/** All kinds of steps. Of several expected steps, that of the first kind is taken. */
const kinds: { readonly [Kind in Step['do']]: StepKind<Kind> } = {
  answerDecision,
  decide,
  takeDecision,
  loseDecision,
  endActivity,
  signal,
  endChild,
  endLambda,
  pass,
  requestCancel,
  workLate,
}

const kindOf = ({ do: kind }: Step) => kinds[kind] as StepKind<Step['do']>

/** The key of a step. Equal steps have equal keys. */
export const keyOf = (step: Step): string =>
  [step.do, ...kindOf(step).key.map(member => String(step[member]))].join(' ')

/**
 * All steps that are possible next in a scenario. The first one is the expected one: the oldest activity completes, a
 * signal arrives that the workflow waits for, a child closes, a Lambda function ends, or time passes. Empty if no step
 * is possible.
 */
export function enabledSteps(point: ScenarioPoint): Step[] {
  if (point.simulator.root.closed !== undefined) return []
  const possible = Object.values(kinds).flatMap((kind): EnabledStep[] => [...kind.enabled(point)])
  const alone = possible.filter(one => one.alone === true)
  const steps = alone.length > 0 ? alone : possible
  const expected = steps.filter(one => one.expected)
  return [...expected, ...steps.filter(one => !one.expected)].map(({ step }) => step)
}

/** Whether a step is possible next. */
export function isEnabled(point: ScenarioPoint, step: Step): boolean {
  const key = keyOf(step)
  return enabledSteps(point).some(one => keyOf(one) === key)
}

/** Takes a step and describes it. The workflow decides afterwards. */
export const takeStep = async (point: ScenarioPoint, step: Step): Promise<StepResult> =>
  kindOf(step).take(point, step)
