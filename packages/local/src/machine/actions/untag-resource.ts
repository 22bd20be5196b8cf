import type { UntagData } from '../apply/registrations.ts'
import { domainKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomainByArn } from './lookup.ts'

/** A key that the domain doesn't have is ignored. */
export const untagResource: ActionHandler<'UntagResource'> = ({ resourceArn, tagKeys }, context) => {
  const data: UntagData = { tagKeys }
  const domain = findDomainByArn(context, resourceArn)
  return { response: undefined, record: { kind: 'domain-untagged', key: domainKey(domain), data } }
}
