/** Decisions of which so many a second may be made; over the rate they fail with …_RATE_EXCEEDED. */
export type RatedDecision =
  | 'RequestCancelExternalWorkflowExecution'
  | 'ScheduleActivityTask'
  | 'SignalExternalWorkflowExecution'
  | 'StartChildWorkflowExecution'
  | 'StartTimer'
