import { typeNotDeprecated } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Only a deprecated type can be deleted. Its open executions continue, and its name and version can be registered again. */
export const deleteWorkflowType: ActionHandler<'DeleteWorkflowType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findType(domain, 'WorkflowType', input.workflowType)
  if (type.deprecationDate === undefined) throw typeNotDeprecated()
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'workflow-type-deleted', key } }
}
