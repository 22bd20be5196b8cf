import { domainAlreadyExists } from '../../model/swf-errors.ts'
import { domainKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomain } from './lookup.ts'

/** The types of the domain stay deprecated; they have their own actions. */
export const undeprecateDomain: ActionHandler<'UndeprecateDomain'> = ({ name }, context) => {
  const domain = findDomain(context, name)
  if (!domain.deprecated) throw domainAlreadyExists(name)
  return { response: undefined, record: { kind: 'domain-undeprecated', key: domainKey(domain) } }
}
