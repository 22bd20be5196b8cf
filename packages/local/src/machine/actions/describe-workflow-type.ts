import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'
import { typeInfo } from './type-info.ts'

/** The configuration has the given defaults only. */
export const describeWorkflowType: ActionHandler<'DescribeWorkflowType'> = (input, context) => {
  const type = findType(findDomain(context, input.domain), 'WorkflowType', input.workflowType)
  const { name, version, configuration } = type
  return { response: { typeInfo: { workflowType: { name, version }, ...typeInfo(type) }, configuration } }
}
