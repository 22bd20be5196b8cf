import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findRegisteredType } from './lookup.ts'

/** Open activities of the type continue, but no new ones can be scheduled. */
export const deprecateActivityType: ActionHandler<'DeprecateActivityType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findRegisteredType(domain, 'ActivityType', input.activityType)
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'activity-type-deprecated', key } }
}
