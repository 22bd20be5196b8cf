import { typeNotDeprecated } from '../faults.ts'
import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Only a deprecated type can be deleted; what runs of it goes on, and its name is free again. */
export const deleteActivityType: ActionHandler<'DeleteActivityType'> = (input, { state }) => {
  const type = findType(findDomain(state, input.domain), 'ActivityType', input.activityType)
  if (type.deprecationDate === undefined) throw typeNotDeprecated()
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'activity-type-deleted', key } }
}
