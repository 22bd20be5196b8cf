import type { ActionHandler } from './action.ts'
import { findRegisteredDomain } from './lookup.ts'

/** Deprecates the domain and all its types; what runs goes on (API reference, DeprecateDomain). */
export const deprecateDomain: ActionHandler<'DeprecateDomain'> = ({ name }, { state }) => {
  findRegisteredDomain(state, name)
  return { response: undefined, record: { kind: 'domain-deprecated', key: name } }
}
