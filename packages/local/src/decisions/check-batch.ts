import { validation } from '../faults.ts'
import type { Decision, DecisionType } from '../model/generated/types.ts'
import { constraintsFailed, failed } from '../model/validate.ts'
import { attributesMember } from './index.ts'

/** The decisions that close an execution; they may come without attributes. */
const closing = new Set<DecisionType>([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** The decisions that can't stand in a batch with a closing one. */
const incompatible = new Set<DecisionType>(['ScheduleActivityTask', 'StartTimer'])

/** Throws ValidationException for a batch that must not be carried out; nothing is written then. */
export function checkBatch(decisions: readonly Decision[]): void {
  const missing = decisions.flatMap((decision, i) => {
    const member = attributesMember(decision.decisionType)
    if (closing.has(decision.decisionType) || decision[member] !== undefined) return []
    return [failed(null, `decisions.${i + 1}.member.${member}`, 'Member must not be null')]
  })
  if (missing.length > 0) throw constraintsFailed(missing)
  const close = decisions.findIndex(({ decisionType }) => closing.has(decisionType))
  if (close < 0) return
  if (close < decisions.length - 1) throw validation('Close must be last decision in list')
  if (decisions.some(({ decisionType }) => incompatible.has(decisionType))) {
    throw validation('Specified decision is incompatible with close decision')
  }
}
