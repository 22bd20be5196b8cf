import { isDuration, isWholeNumber, ONE_YEAR } from './durations.ts'

/** A constraint that the API model only states in words. A rule returns the text of the constraint if the value violates it. */
type Rule = (value: string) => string | undefined

// A lone surrogate isn't a character, and the log couldn't store it in a key.
const name: Rule = value =>
  // oxlint-disable-next-line no-control-regex
  /[:/|\u0000-\u001f\u007f-\u009f\p{Surrogate}]/u.test(value) || value === 'arn'
    ? 'Member must not contain a colon, slash, vertical bar or control character, and must not be arn'
    : undefined

/**
 * AWS's Flow frameworks name a child without an id `<run id>:<n>`, and run ids contain slashes. The service accepts such ids,
 * although its model forbids them.
 */
const childName: Rule = value =>
  /\p{Surrogate}/u.test(value) ? 'Member must be well-formed Unicode' : undefined

const trimmedName: Rule = value =>
  name(value) ?? (value.trim() === value ? undefined : 'Member must not start or end with white space')

const durationOrNone: Rule = value =>
  value === '' || value === 'NONE' || isDuration(value)
    ? undefined
    : 'Member must be a number of seconds greater than or equal to 0, or NONE'

const duration: Rule = value =>
  isDuration(value) ? undefined : 'Member must be a number of seconds greater than or equal to 0'

const executionTimeout: Rule = value =>
  value === '' || (isDuration(value) && Number(value) <= ONE_YEAR)
    ? undefined
    : `Member must be a number of seconds between 0 and ${ONE_YEAR}`

/** The API reference contradicts itself about NONE in a decision, so it's accepted. */
const executionTimeoutOrNone: Rule = value => (value === 'NONE' ? undefined : executionTimeout(value))

const lambdaTimeout: Rule = value =>
  value === '' || (isDuration(value) && Number(value) >= 1 && Number(value) <= 900)
    ? undefined
    : 'Member must be a number of seconds between 1 and 900'

const retention: Rule = value =>
  value === 'NONE' || (isDuration(value) && Number(value) <= 90)
    ? undefined
    : 'Member must be a number of days between 0 and 90, or NONE'

const priority: Rule = value =>
  isWholeNumber(value) && Number(value) >= -2147483648 && Number(value) <= 2147483647
    ? undefined
    : 'Member must be an integer between -2147483648 and 2147483647'

/** The rule for each shape. */
export const shapeRules = new Map<string, Rule>([
  ['DurationInSecondsOptional', durationOrNone],
  ['DurationInSeconds', duration],
  ['DurationInDays', retention],
  ['TaskPriority', priority],
])

/** The rule for single members, instead of the rule for their shape. Names are checked only where they are introduced. */
export const memberRules = new Map<string, Rule>([
  ['RegisterDomainInput.name', trimmedName],
  ['RegisterWorkflowTypeInput.name', name],
  ['RegisterWorkflowTypeInput.version', name],
  ['RegisterActivityTypeInput.name', name],
  ['RegisterActivityTypeInput.version', name],
  ['StartWorkflowExecutionInput.workflowId', name],
  ['ScheduleActivityTaskDecisionAttributes.activityId', name],
  ['StartTimerDecisionAttributes.timerId', name],
  ['StartChildWorkflowExecutionDecisionAttributes.workflowId', childName],
  ['TaskList.name', trimmedName],
  ['RegisterWorkflowTypeInput.defaultExecutionStartToCloseTimeout', executionTimeout],
  ['StartWorkflowExecutionInput.executionStartToCloseTimeout', executionTimeout],
  ['StartChildWorkflowExecutionDecisionAttributes.executionStartToCloseTimeout', executionTimeoutOrNone],
  ['ContinueAsNewWorkflowExecutionDecisionAttributes.executionStartToCloseTimeout', executionTimeoutOrNone],
  ['ScheduleLambdaFunctionDecisionAttributes.startToCloseTimeout', lambdaTimeout],
])

/** Optional strings for which an empty string means absent. */
export const emptyIsAbsent = new Set([
  'DurationInSecondsOptional',
  'WorkflowRunIdOptional',
  'VersionOptional',
  'PageToken',
])

/** The order in which the service lists the values of an enum, as seen in its error messages. */
export const printedEnums = new Map<string, readonly string[]>([
  [
    'DecisionType',
    [
      'CompleteWorkflowExecution',
      'StartTimer',
      'RequestCancelExternalWorkflowExecution',
      'SignalExternalWorkflowExecution',
      'CancelTimer',
      'RecordMarker',
      'ScheduleActivityTask',
      'ContinueAsNewWorkflowExecution',
      'ScheduleLambdaFunction',
      'FailWorkflowExecution',
      'RequestCancelActivityTask',
      'StartChildWorkflowExecution',
      'CancelWorkflowExecution',
    ],
  ],
])
