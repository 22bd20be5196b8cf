import type { ActionHandler } from './action.ts'
import { findDomain, findType } from './lookup.ts'
import { typeInfo } from './type-info.ts'

/** The configuration only contains the defaults that were set at registration. */
export const describeActivityType: ActionHandler<'DescribeActivityType'> = (input, context) => {
  const type = findType(findDomain(context, input.domain), 'ActivityType', input.activityType)
  const { name, version, configuration } = type
  return { response: { typeInfo: { activityType: { name, version }, ...typeInfo(type) }, configuration } }
}
