import type { Outcome } from '../outcome.ts'
import type { Operations } from '../../model/generated/types.ts'
import { actionNamed, validate } from '../../model/validate.ts'
import type { Context } from '../context.ts'
import type { ActionHandler } from './action.ts'
import { countClosedWorkflowExecutions } from './count-closed-workflow-executions.ts'
import { countOpenWorkflowExecutions } from './count-open-workflow-executions.ts'
import { countPendingActivityTasks } from './count-pending-activity-tasks.ts'
import { countPendingDecisionTasks } from './count-pending-decision-tasks.ts'
import { deleteActivityType } from './delete-activity-type.ts'
import { deleteWorkflowType } from './delete-workflow-type.ts'
import { deprecateActivityType } from './deprecate-activity-type.ts'
import { deprecateDomain } from './deprecate-domain.ts'
import { deprecateWorkflowType } from './deprecate-workflow-type.ts'
import { describeActivityType } from './describe-activity-type.ts'
import { describeDomain } from './describe-domain.ts'
import { describeWorkflowExecution } from './describe-workflow-execution.ts'
import { describeWorkflowType } from './describe-workflow-type.ts'
import { getWorkflowExecutionHistory } from './get-workflow-execution-history.ts'
import { listActivityTypes } from './list-activity-types.ts'
import { listClosedWorkflowExecutions } from './list-closed-workflow-executions.ts'
import { listDomains } from './list-domains.ts'
import { listOpenWorkflowExecutions } from './list-open-workflow-executions.ts'
import { listTagsForResource } from './list-tags-for-resource.ts'
import { listWorkflowTypes } from './list-workflow-types.ts'
import { pollForActivityTask } from './poll-for-activity-task.ts'
import { pollForDecisionTask } from './poll-for-decision-task.ts'
import { recordActivityTaskHeartbeat } from './record-activity-task-heartbeat.ts'
import { registerActivityType } from './register-activity-type.ts'
import { registerDomain } from './register-domain.ts'
import { registerWorkflowType } from './register-workflow-type.ts'
import { requestCancelWorkflowExecution } from './request-cancel-workflow-execution.ts'
import { respondActivityTaskCanceled } from './respond-activity-task-canceled.ts'
import { respondActivityTaskCompleted } from './respond-activity-task-completed.ts'
import { respondActivityTaskFailed } from './respond-activity-task-failed.ts'
import { respondDecisionTaskCompleted } from './respond-decision-task-completed.ts'
import { signalWorkflowExecution } from './signal-workflow-execution.ts'
import { startWorkflowExecution } from './start-workflow-execution.ts'
import { tagResource } from './tag-resource.ts'
import { terminateWorkflowExecution } from './terminate-workflow-execution.ts'
import { undeprecateActivityType } from './undeprecate-activity-type.ts'
import { undeprecateDomain } from './undeprecate-domain.ts'
import { undeprecateWorkflowType } from './undeprecate-workflow-type.ts'
import { untagResource } from './untag-resource.ts'

const actions = {
  RegisterDomain: registerDomain,
  DescribeDomain: describeDomain,
  ListDomains: listDomains,
  DeprecateDomain: deprecateDomain,
  UndeprecateDomain: undeprecateDomain,
  TagResource: tagResource,
  UntagResource: untagResource,
  ListTagsForResource: listTagsForResource,

  RegisterWorkflowType: registerWorkflowType,
  DescribeWorkflowType: describeWorkflowType,
  ListWorkflowTypes: listWorkflowTypes,
  DeprecateWorkflowType: deprecateWorkflowType,
  UndeprecateWorkflowType: undeprecateWorkflowType,
  DeleteWorkflowType: deleteWorkflowType,

  RegisterActivityType: registerActivityType,
  DescribeActivityType: describeActivityType,
  ListActivityTypes: listActivityTypes,
  DeprecateActivityType: deprecateActivityType,
  UndeprecateActivityType: undeprecateActivityType,
  DeleteActivityType: deleteActivityType,

  StartWorkflowExecution: startWorkflowExecution,
  SignalWorkflowExecution: signalWorkflowExecution,
  RequestCancelWorkflowExecution: requestCancelWorkflowExecution,
  TerminateWorkflowExecution: terminateWorkflowExecution,
  DescribeWorkflowExecution: describeWorkflowExecution,
  GetWorkflowExecutionHistory: getWorkflowExecutionHistory,

  ListOpenWorkflowExecutions: listOpenWorkflowExecutions,
  ListClosedWorkflowExecutions: listClosedWorkflowExecutions,
  CountOpenWorkflowExecutions: countOpenWorkflowExecutions,
  CountClosedWorkflowExecutions: countClosedWorkflowExecutions,

  PollForDecisionTask: pollForDecisionTask,
  RespondDecisionTaskCompleted: respondDecisionTaskCompleted,
  CountPendingDecisionTasks: countPendingDecisionTasks,

  PollForActivityTask: pollForActivityTask,
  RecordActivityTaskHeartbeat: recordActivityTaskHeartbeat,
  RespondActivityTaskCompleted: respondActivityTaskCompleted,
  RespondActivityTaskFailed: respondActivityTaskFailed,
  RespondActivityTaskCanceled: respondActivityTaskCanceled,
  CountPendingActivityTasks: countPendingActivityTasks,
} satisfies { [A in keyof Operations]: ActionHandler<A> }

/** Validates the input of a request against the API model, and returns what handles the request. */
export function accept(name: string, given: unknown): (context: Context) => Outcome {
  const action = actionNamed(name)
  const handler: ActionHandler<never> = actions[action]
  const input = validate(action, given) as never
  return context => handler(input, context)
}
