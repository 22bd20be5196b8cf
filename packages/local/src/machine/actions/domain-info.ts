import type { DomainId } from '../keys.ts'
import type { DomainInfo } from '../../model/generated/types.ts'
import { present } from '../../model/present.ts'
import type { Domain } from '../state/execution.ts'

/** A domain as DescribeDomain and ListDomains return it. */
export const domainInfo = (domain: Domain, account: string): DomainInfo => {
  const { name, description, deprecated } = domain
  return present({
    name,
    status: deprecated ? 'DEPRECATED' : 'REGISTERED',
    description,
    arn: domainArn(domain, account),
  })
}

export const domainArn = ({ region, name }: DomainId, account: string) =>
  `arn:aws:swf:${region}:${account}:/domain/${name}`
