import type { Decision } from '@aws-sdk/client-swf'
import type { WireFailure } from '@reyield/data/internal'
import type { Activity, ActivityOperation, Duration, Serializer } from '@reyield/workflow'
import { toSeconds } from '@reyield/workflow/internal'

/** The decisions that a test can write as one step, as our deciders make them. */

export function schedule<Input>(
  activityId: string,
  activity: Activity<Input, unknown>,
  input: Input | undefined,
  byDefault: Serializer,
  taskList: string,
): { readonly decision: Decision; readonly serializer: Serializer } {
  const operation = (activity as (input: unknown) => ActivityOperation<unknown>)(input)
  const serializer = operation.serializer ?? byDefault
  const text = serializer.serialize(input)
  const decision: Decision = {
    decisionType: 'ScheduleActivityTask',
    scheduleActivityTaskDecisionAttributes: {
      activityType: { name: operation.name, version: operation.version },
      activityId,
      ...(text === undefined ? {} : { input: text }),
      taskList: { name: operation.taskList ?? taskList },
      scheduleToStartTimeout: operation.scheduleToStart,
      scheduleToCloseTimeout: operation.scheduleToClose,
      startToCloseTimeout: operation.startToClose,
      heartbeatTimeout: operation.heartbeat,
      ...(operation.priority === undefined ? {} : { taskPriority: operation.priority }),
    },
  }
  return { decision, serializer }
}

export const requestCancel = (activityId: string): Decision => ({
  decisionType: 'RequestCancelActivityTask',
  requestCancelActivityTaskDecisionAttributes: { activityId },
})

export const startTimer = (timerId: string, duration: Duration): Decision => ({
  decisionType: 'StartTimer',
  startTimerDecisionAttributes: { timerId, startToFireTimeout: toSeconds(duration) },
})

export const cancelTimer = (timerId: string): Decision => ({
  decisionType: 'CancelTimer',
  cancelTimerDecisionAttributes: { timerId },
})

export const complete = (result: string | undefined): Decision => ({
  decisionType: 'CompleteWorkflowExecution',
  completeWorkflowExecutionDecisionAttributes: result === undefined ? {} : { result },
})

export const fail = (failure: WireFailure): Decision => ({
  decisionType: 'FailWorkflowExecution',
  failWorkflowExecutionDecisionAttributes: failure,
})
