import { domainKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findRegisteredDomain } from './lookup.ts'

/** Deprecates the domain and all its types. Open executions continue (swf-semantics.md §2.2). */
export const deprecateDomain: ActionHandler<'DeprecateDomain'> = ({ name }, context) => {
  const domain = findRegisteredDomain(context, name)
  return { response: undefined, record: { kind: 'domain-deprecated', key: domainKey(domain) } }
}
