import { typeNotDeprecated } from '../faults.ts'
import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Only a deprecated type can be deleted; what runs of it goes on, and its name is free again. */
export const deleteWorkflowType: ActionHandler<'DeleteWorkflowType'> = (input, { state }) => {
  const type = findType(findDomain(state, input.domain), 'WorkflowType', input.workflowType)
  if (type.deprecationDate === undefined) throw typeNotDeprecated()
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'workflow-type-deleted', key } }
}
