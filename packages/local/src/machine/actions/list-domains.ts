import { present } from '../../model/present.ts'
import type { ActionHandler } from './action.ts'
import { domainInfo } from './domain-info.ts'
import { listPage } from '../pages/list-page.ts'

/** Lists the domains with a status, sorted by name. */
export const listDomains: ActionHandler<'ListDomains'> = (input, { state, region, account, now }) => {
  const { registrationStatus } = input
  const deprecated = registrationStatus === 'DEPRECATED'
  const domains = state.domains.of(region).filter(domain => domain.deprecated === deprecated)
  const { page, nextPageToken } = listPage(domains, input, ['ListDomains', region, registrationStatus], now)
  return {
    response: present({ domainInfos: page.map(domain => domainInfo(domain, account)), nextPageToken }),
  }
}
