/** The tutorial's history of HelloWorkflow, event type by event type. */
export const tutorialTypes = [
  'WorkflowExecutionStarted',
  'DecisionTaskScheduled',
  'DecisionTaskStarted',
  'DecisionTaskCompleted',
  'ActivityTaskScheduled',
  'ActivityTaskStarted',
  'ActivityTaskCompleted',
  'DecisionTaskScheduled',
  'DecisionTaskStarted',
  'DecisionTaskCompleted',
  'WorkflowExecutionCompleted',
]
