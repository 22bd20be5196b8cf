import type { ActionHandler } from './action.ts'
import { registerType } from './register-type.ts'

/** All defaults are optional; a registered type never changes. */
export const registerActivityType: ActionHandler<'RegisterActivityType'> = (input, context) => {
  const { domain, name, version, description, ...configuration } = input
  return registerType(context, 'ActivityType', { domain, name, version, description }, configuration)
}
