import type { ActionHandler } from './action.ts'
import { registerType } from './register-type.ts'

/** All defaults are optional. A registered type can't be changed. */
export const registerWorkflowType: ActionHandler<'RegisterWorkflowType'> = (input, context) => {
  const { domain, name, version, description, ...configuration } = input
  return registerType(context, 'WorkflowType', { domain, name, version, description }, configuration)
}
