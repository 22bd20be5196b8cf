import type { Decision } from '@aws-sdk/client-swf'
import type { AnyWorkflow } from '@reyield/workflow'
import { registerWorkflow, settingsOf } from '../history/register-types.ts'
import type { MockTable } from '../mocks/mock-table.ts'
import type { SimulatedSwf } from './swf.ts'

/** The task list of workflows that have none. */
export const defaultTaskList = 'simulator'

export const lambdaRole = 'arn:aws:iam::123456789012:role/simulator'

interface NamedType {
  readonly name: string
  readonly version: string
}

/**
 * Registers the types that decisions ask for, unless they are registered.
 *
 * @throws MissingMockError (MOCK_MISSING) if one has no mock
 */
export function prepare(swf: SimulatedSwf, mocks: MockTable, decisions: readonly Decision[]): void {
  for (const decision of decisions) {
    const activity = decision.scheduleActivityTaskDecisionAttributes
    if (activity !== undefined) {
      const type = activity.activityType as NamedType
      mocks.activity(type, activity.activityId!)
      swf.register('Activity', type, {})
    }
    const child = decision.startChildWorkflowExecutionDecisionAttributes
    if (child !== undefined) {
      const type = child.workflowType as NamedType
      const mock = mocks.child(type, child.workflowId!)
      register(swf, type, 'workflow' in mock ? mock.workflow : undefined)
    }
    const lambda = decision.scheduleLambdaFunctionDecisionAttributes
    if (lambda !== undefined) mocks.lambda(lambda.name!, lambda.id!)
  }
}

/** Registers a workflow type, with the defaults of its definition. */
export const register = (swf: SimulatedSwf, type: NamedType, workflow?: AnyWorkflow): void =>
  registerWorkflow(swf, type, settingsOf(workflow?.taskList ?? defaultTaskList, workflow), {
    defaultLambdaRole: lambdaRole,
  })
