import { typeAlreadyExists } from '../faults.ts'
import { typeKey } from '../state.ts'
import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'

/** A deprecated type is registered again. */
export const undeprecateActivityType: ActionHandler<'UndeprecateActivityType'> = (input, { state }) => {
  const type = findType(findDomain(state, input.domain), 'ActivityType', input.activityType)
  if (type.deprecationDate === undefined) throw typeAlreadyExists('ActivityType', type)
  const key = `${input.domain}/${typeKey(type)}`
  return { response: undefined, record: { kind: 'activity-type-undeprecated', key } }
}
