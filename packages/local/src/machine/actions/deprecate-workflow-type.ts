import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findRegisteredType } from './lookup.ts'

/** Open executions of the type continue, but no new ones can be started. */
export const deprecateWorkflowType: ActionHandler<'DeprecateWorkflowType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findRegisteredType(domain, 'WorkflowType', input.workflowType)
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'workflow-type-deprecated', key } }
}
