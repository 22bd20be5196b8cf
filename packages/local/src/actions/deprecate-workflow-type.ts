import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findRegisteredType } from './lookup.ts'

/** What runs of the type goes on; nothing new is started of it. */
export const deprecateWorkflowType: ActionHandler<'DeprecateWorkflowType'> = (input, { state }) => {
  const type = findRegisteredType(findDomain(state, input.domain), 'WorkflowType', input.workflowType)
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'workflow-type-deprecated', key } }
}
