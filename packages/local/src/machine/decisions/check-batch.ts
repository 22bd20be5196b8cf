import { validation } from '../../model/swf-errors.ts'
import type { Decision, DecisionType } from '../../model/generated/types.ts'
import { attributesMember } from './table.ts'

/** The decisions that close an execution. They may have no attributes. */
const closing = new Set<DecisionType>([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** The decisions that SWF doesn't accept in the same batch as a closing one. */
const incompatible = new Set<DecisionType>(['ScheduleActivityTask', 'StartTimer'])

/** Throws ValidationException for an invalid batch, of which nothing is carried out (swf-semantics.md §3.3). */
export function checkBatch(decisions: readonly Decision[]): void {
  for (const decision of decisions) {
    const { decisionType } = decision
    if (closing.has(decisionType) || decision[attributesMember(decisionType)] !== undefined) continue
    throw validation(
      `${decisionType}DecisionAttributes must be specified for decision of type ${decisionType}`,
    )
  }
  const close = decisions.findIndex(({ decisionType }) => closing.has(decisionType))
  if (close < 0) return
  if (close < decisions.length - 1) throw validation('Close must be last decision in list')
  if (decisions.some(({ decisionType }) => incompatible.has(decisionType))) {
    throw validation('Specified decision is incompatible with close decision')
  }
}
