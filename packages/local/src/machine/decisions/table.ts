import type { Decision, DecisionType } from '../../model/generated/types.ts'
import type { Batch } from './batch.ts'
import { cancelTimer } from './cancel-timer.ts'
import { cancelWorkflowExecution } from './cancel-workflow-execution.ts'
import { completeWorkflowExecution } from './complete-workflow-execution.ts'
import { continueAsNewWorkflowExecution } from './continue-as-new-workflow-execution.ts'
import type { DecisionHandler } from './decision.ts'
import type { RefusableDecision } from './decision-types.ts'
import { failWorkflowExecution } from './fail-workflow-execution.ts'
import { recordMarker } from './record-marker.ts'
import { requestCancelActivityTask } from './request-cancel-activity-task.ts'
import { requestCancelExternalWorkflowExecution } from './request-cancel-external-workflow-execution.ts'
import { scheduleActivityTask } from './schedule-activity-task.ts'
import { scheduleLambdaFunction } from './schedule-lambda-function.ts'
import { signalExternalWorkflowExecution } from './signal-external-workflow-execution.ts'
import { startChildWorkflowExecution } from './start-child-workflow-execution.ts'
import { startTimer } from './start-timer.ts'

const decisions = {
  ScheduleActivityTask: scheduleActivityTask,
  RequestCancelActivityTask: requestCancelActivityTask,
  StartTimer: startTimer,
  CancelTimer: cancelTimer,
  RecordMarker: recordMarker,
  CompleteWorkflowExecution: completeWorkflowExecution,
  FailWorkflowExecution: failWorkflowExecution,
  CancelWorkflowExecution: cancelWorkflowExecution,
  ContinueAsNewWorkflowExecution: continueAsNewWorkflowExecution,
  StartChildWorkflowExecution: startChildWorkflowExecution,
  SignalExternalWorkflowExecution: signalExternalWorkflowExecution,
  RequestCancelExternalWorkflowExecution: requestCancelExternalWorkflowExecution,
  ScheduleLambdaFunction: scheduleLambdaFunction,
} satisfies { [T in DecisionType]: DecisionHandler<T> }

/** The member of a decision that has its attributes, for instance `startTimerDecisionAttributes` for StartTimer. */
export const attributesMember = (decisionType: DecisionType) =>
  `${decisionType.charAt(0).toLowerCase()}${decisionType.slice(1)}DecisionAttributes` as keyof Decision

/**
 * Carries out one decision, or records why it's refused. The batch must have been checked before. `chosen` is a cause with which it's
 * refused in any case.
 */
export function decide(decision: Decision, batch: Batch, chosen: string | undefined): void {
  const { decisionType } = decision
  const attributes = (decision[attributesMember(decisionType)] ?? {}) as object
  const handler = decisions[decisionType] as (attributes: object, batch: Batch) => string | undefined
  const cause = chosen ?? handler(attributes, batch)
  if (cause !== undefined) batch.refuse(decisionType as RefusableDecision, attributes, cause)
}
