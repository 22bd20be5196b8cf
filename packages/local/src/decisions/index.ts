import type { Decision, DecisionType } from '../model/generated/types.ts'
import type { Batch } from './batch.ts'
import { cancelTimer } from './cancel-timer.ts'
import { cancelWorkflowExecution } from './cancel-workflow-execution.ts'
import { completeWorkflowExecution } from './complete-workflow-execution.ts'
import type { DecisionHandler } from './decision.ts'
import { failWorkflowExecution } from './fail-workflow-execution.ts'
import { recordMarker } from './record-marker.ts'
import { requestCancelActivityTask } from './request-cancel-activity-task.ts'
import { scheduleActivityTask } from './schedule-activity-task.ts'
import { startTimer } from './start-timer.ts'

/** Decisions of the API that this version doesn't have yet. */
type NotBuilt =
  | 'ContinueAsNewWorkflowExecution'
  | 'RequestCancelExternalWorkflowExecution'
  | 'ScheduleLambdaFunction'
  | 'SignalExternalWorkflowExecution'
  | 'StartChildWorkflowExecution'

const decisions = {
  ScheduleActivityTask: scheduleActivityTask,
  RequestCancelActivityTask: requestCancelActivityTask,
  StartTimer: startTimer,
  CancelTimer: cancelTimer,
  RecordMarker: recordMarker,
  CompleteWorkflowExecution: completeWorkflowExecution,
  FailWorkflowExecution: failWorkflowExecution,
  CancelWorkflowExecution: cancelWorkflowExecution,
} satisfies { [T in Exclude<DecisionType, NotBuilt>]: DecisionHandler<T> }

const handlers = new Map<DecisionType, DecisionHandler<never>>(
  Object.entries(decisions) as [DecisionType, DecisionHandler<never>][],
)

export const isBuilt = (decisionType: DecisionType) => handlers.has(decisionType)

/** Where a decision's attributes stand: `startTimerDecisionAttributes` for StartTimer. */
export const attributesMember = (decisionType: DecisionType) =>
  `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes` as keyof Decision

/** Carries out one decision of a batch that has been checked. */
export function decide(decision: Decision, batch: Batch): void {
  const attributes = decision[attributesMember(decision.decisionType)] ?? {}
  handlers.get(decision.decisionType)!(attributes as never, batch)
}
