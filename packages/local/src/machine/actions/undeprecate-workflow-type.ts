import { typeAlreadyExists } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Changes the status of a deprecated type back to registered. */
export const undeprecateWorkflowType: ActionHandler<'UndeprecateWorkflowType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findType(domain, 'WorkflowType', input.workflowType)
  if (type.deprecationDate === undefined) throw typeAlreadyExists('WorkflowType', type)
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'workflow-type-undeprecated', key } }
}
