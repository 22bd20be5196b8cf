import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findRegisteredType } from './lookup.ts'

/** What runs of the type goes on; nothing new is started of it. */
export const deprecateActivityType: ActionHandler<'DeprecateActivityType'> = (input, { state }) => {
  const type = findRegisteredType(findDomain(state, input.domain), 'ActivityType', input.activityType)
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'activity-type-deprecated', key } }
}
