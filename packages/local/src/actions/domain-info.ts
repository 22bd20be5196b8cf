import type { DomainInfo } from '../model/generated/types.ts'
import { present } from '../present.ts'
import type { Domain } from '../state.ts'

/** A domain as DescribeDomain and ListDomains show it. */
export const domainInfo = ({ name, description, deprecated }: Domain, owner: string): DomainInfo =>
  present({
    name,
    status: deprecated ? 'DEPRECATED' : 'REGISTERED',
    description,
    arn: domainArn(owner, name),
  })

/** `owner` is `<region>:<account>`. */
export const domainArn = (owner: string, name: string) => `arn:aws:swf:${owner}:/domain/${name}`
