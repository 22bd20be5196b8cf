import type { TagData } from '../apply/registrations.ts'
import { tooManyTags } from '../../model/swf-errors.ts'
import { domainKey } from '../keys.ts'
import type { ActionHandler } from './action.ts'
import { findDomainByArn } from './lookup.ts'

/** A tag replaces an existing one with the same key. */
export const tagResource: ActionHandler<'TagResource'> = ({ resourceArn, tags }, context) => {
  const domain = findDomainByArn(context, resourceArn)
  const most = context.state.limits.tags
  const keys = new Set([...domain.tags.keys(), ...tags.map(({ key }) => key)])
  if (keys.size > most) throw tooManyTags(`A domain can have at most ${most} tags`)
  const data: TagData = { tags }
  return { response: undefined, record: { kind: 'domain-tagged', key: domainKey(domain), data } }
}
