import { domainAlreadyExists, limitExceeded, tooManyTags } from '../../model/swf-errors.ts'
import type { DomainData } from '../apply/registrations.ts'
import { domainKey } from '../keys.ts'
import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'

/** A name can only be registered once, even if the domain is deprecated (swf-semantics.md §2.2). */
export const registerDomain: ActionHandler<'RegisterDomain'> = (input, { state, region }) => {
  const { name, description, workflowExecutionRetentionPeriodInDays: retention, tags = [] } = input
  if (state.domains.get({ region, name }) !== undefined) throw domainAlreadyExists(name)
  const { limits } = state
  if (tags.length > limits.tags) throw tooManyTags(`A domain can have at most ${limits.tags} tags`)
  if (state.domains.of(region).length >= limits.domains) {
    throw limitExceeded(`An account can have at most ${limits.domains} domains in a region`)
  }
  const data: DomainData = present({ description, retention, tags })
  return {
    response: undefined,
    record: { kind: 'domain-registered', key: domainKey({ region, name }), data },
  }
}
