import { typeNotDeprecated } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Only a deprecated type can be deleted. Its open activities continue, and its name and version can be registered again. */
export const deleteActivityType: ActionHandler<'DeleteActivityType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findType(domain, 'ActivityType', input.activityType)
  if (type.deprecationDate === undefined) throw typeNotDeprecated()
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'activity-type-deleted', key } }
}
