import type { Decision } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import { causesOfState, lateSteps, refusalCauses, type DecisionType } from './causes.ts'
import { decisionRules } from './decision-rules.ts'
import type { ExecutionState } from './execution-state.ts'

/** A decision, with data that only the builder knows. */
export interface Asked {
  readonly decision: Decision
  /** The cause with which SWF refuses it. */
  readonly cause?: string | undefined
  readonly serializer?: Serializer | undefined
}

const closeTypes: ReadonlySet<string> = new Set<DecisionType>([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** The attributes of its own type. A close may have none. */
const attributesOf = (decision: Decision): unknown =>
  decision[
    `${decision.decisionType![0]!.toLowerCase()}${decision.decisionType!.slice(1)}DecisionAttributes` as keyof Decision
  ]

const isKnown = (type: string): type is DecisionType => type in decisionRules

/**
 * Checks for lists of decisions that SWF rejects with a 400, recording nothing, and for causes of refusal that SWF
 * doesn't have.
 */
export function checkDecisions(answers: readonly Asked[], state: ExecutionState): void {
  const types = answers.map(({ decision }) => decision.decisionType ?? 'no type')
  for (const [index, { decision, cause }] of answers.entries()) {
    const type = types[index]!
    const step = `Decision ${type}`
    if (!isKnown(type)) {
      throw state.never(step, `this builder knows ${Object.keys(decisionRules).join(', ')}`)
    }
    if (attributesOf(decision) === undefined && !closeTypes.has(type)) {
      throw state.never(step, 'its attributes are missing')
    }
    if (cause !== undefined) checkCause(type, cause, state)
  }
  const close = types.findIndex(type => closeTypes.has(type))
  if (close === -1) return
  const step = `Decision ${types[close]}`
  if (close < types.length - 1) throw state.never(step, 'a close must be the last decision in the list')
  const clash = types.find(type => type === 'ScheduleActivityTask' || type === 'StartTimer')
  if (clash !== undefined) throw state.never(step, `${clash} can't be in one list with a close`)
}

function checkCause(type: DecisionType, cause: string, state: ExecutionState): void {
  const known: readonly string[] = refusalCauses[type]
  if (known.includes(cause)) return
  const later = lateSteps[type] === undefined ? '' : `; ${lateSteps[type]}`
  const list = known.length === 0 ? 'SWF never refuses it in the batch' : `its causes are ${known.join(', ')}`
  throw state.never(`${type}Failed with cause ${cause}`, `${list}${later}`)
}

/** Writes what SWF records for one decision of a batch. Returns whether it was refused. */
export function recordDecision(
  { decision, cause, serializer }: Asked,
  state: ExecutionState,
  completedId: number,
): boolean {
  const type = decision.decisionType as DecisionType
  const rule = decisionRules[type]
  const by = { decisionTaskCompletedEventId: completedId }
  const byItself = rule.refusal?.(decision, state)
  if (cause !== undefined && cause in causesOfState && cause !== byItself) {
    throw state.never(`${type}Failed with cause ${cause}`, causesOfState[cause]!)
  }
  const refusal = cause ?? byItself
  if (refusal === undefined) rule.record(decision, state, by, serializer)
  else state.write(`${type}Failed`, { ...rule.failed(decision), cause: refusal, ...by })
  return refusal !== undefined
}
