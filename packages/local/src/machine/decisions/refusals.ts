import type { EventAttributes } from '../../model/event-attributes.ts'
import type { DecisionAttributes, RefusableDecision } from './decision-types.ts'

type Refusals = {
  [T in RefusableDecision]: (
    attributes: DecisionAttributes<T>,
  ) => Omit<EventAttributes[`${T}Failed`], 'cause' | 'decisionTaskCompletedEventId'>
}

/** What the …Failed event of a refused decision says besides the cause. */
export const refusals: Refusals = {
  ScheduleActivityTask: ({ activityType, activityId }) => ({ activityType, activityId }),
  RequestCancelActivityTask: ({ activityId }) => ({ activityId }),
  StartTimer: ({ timerId }) => ({ timerId }),
  CancelTimer: ({ timerId }) => ({ timerId }),
  RecordMarker: ({ markerName }) => ({ markerName }),
  StartChildWorkflowExecution: ({ workflowType, workflowId, control }) => ({
    workflowType,
    workflowId,
    control,
    initiatedEventId: 0, // there is no …Initiated event
  }),
  ScheduleLambdaFunction: ({ id, name }) => ({ id, name }),
  CompleteWorkflowExecution: () => ({}),
  FailWorkflowExecution: () => ({}),
  CancelWorkflowExecution: () => ({}),
  ContinueAsNewWorkflowExecution: () => ({}),
}
