import { typeAlreadyExists } from '../../model/swf-errors.ts'
import { registeredTypeKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** Changes the status of a deprecated type back to registered. */
export const undeprecateActivityType: ActionHandler<'UndeprecateActivityType'> = (input, context) => {
  const domain = findDomain(context, input.domain)
  const type = findType(domain, 'ActivityType', input.activityType)
  if (type.deprecationDate === undefined) throw typeAlreadyExists('ActivityType', type)
  const key = registeredTypeKey(domain, type)
  return { response: undefined, record: { kind: 'activity-type-undeprecated', key } }
}
