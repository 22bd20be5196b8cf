import { present } from '../present.ts'
import type { ActionHandler } from './action.ts'
import { listTypes } from './list-types.ts'
import { typeInfo } from './type-info.ts'

/** Types of a status, or of one exact name, by name and version. */
export const listActivityTypes: ActionHandler<'ListActivityTypes'> = (input, { state, now }) => {
  const { page, nextPageToken } = listTypes(state, 'ActivityType', input, now)
  const typeInfos = page.map(type => ({
    activityType: { name: type.name, version: type.version },
    ...typeInfo(type),
  }))
  return { response: present({ typeInfos, nextPageToken }) }
}
