import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'
import { typeInfo } from './type-info.ts'

/** The configuration only contains the defaults that were set at registration. */
export const describeWorkflowType: ActionHandler<'DescribeWorkflowType'> = (input, context) => {
  const type = findType(findDomain(context, input.domain), 'WorkflowType', input.workflowType)
  const { name, version, configuration } = type
  return { response: { typeInfo: { workflowType: { name, version }, ...typeInfo(type) }, configuration } }
}
