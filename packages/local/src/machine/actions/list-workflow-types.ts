import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { listTypes } from './list-types.ts'
import { typeInfo } from './type-info.ts'

/** Lists the types with a status, optionally only those with an exact name, sorted by name and version. */
export const listWorkflowTypes: ActionHandler<'ListWorkflowTypes'> = (input, context) => {
  const { page, nextPageToken } = listTypes(context, 'WorkflowType', input)
  const typeInfos = page.map(type => ({
    workflowType: { name: type.name, version: type.version },
    ...typeInfo(type),
  }))
  return { response: present({ typeInfos, nextPageToken }) }
}
