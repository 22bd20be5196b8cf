import { typeAlreadyExists } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** A deprecated type is registered again. */
export const undeprecateActivityType: ActionHandler<'UndeprecateActivityType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findType(domain, 'ActivityType', input.activityType)
  if (type.deprecationDate === undefined) throw typeAlreadyExists('ActivityType', type)
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'activity-type-undeprecated', key } }
}
