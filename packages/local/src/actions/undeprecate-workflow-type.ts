import { typeAlreadyExists } from '../faults.ts'
import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** A deprecated type is registered again. */
export const undeprecateWorkflowType: ActionHandler<'UndeprecateWorkflowType'> = (input, { state }) => {
  const type = findType(findDomain(state, input.domain), 'WorkflowType', input.workflowType)
  if (type.deprecationDate === undefined) throw typeAlreadyExists('WorkflowType', type)
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'workflow-type-undeprecated', key } }
}
