import type { ActionHandler } from './action.ts'
import { findRegisteredDomain } from './lookup.ts'

export const deprecateDomain: ActionHandler<'DeprecateDomain'> = ({ name }, { state }) => {
  findRegisteredDomain(state, name)
  return { response: undefined, record: { kind: 'domain-deprecated', key: name } }
}
