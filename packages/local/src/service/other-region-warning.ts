import type { UnknownDomainError } from '../model/swf-error.ts'
import type { LocalSwfWarning } from '../errors.ts'

/** From so many on the pairs that were warned of are forgotten: regions are what clients say. */
const maxRemembered = 1000

/** Warns when a request asks for a domain that only other regions have, once for each domain and region. */
export function otherRegionWarning(warn: (warning: LocalSwfWarning) => void) {
  const warned = new Set<string>()
  return ({ domain, elsewhere }: UnknownDomainError, region: string): void => {
    const pair = `${region}/${domain}`
    if (elsewhere.length === 0 || warned.has(pair)) return
    if (warned.size >= maxRemembered) warned.clear()
    warned.add(pair)
    warn({
      code: 'DOMAIN_IN_OTHER_REGION',
      message:
        `Domain '${domain}' is not in ${region}, but in ${elsewhere.join(', ')}. ` +
        'Set the region of the client to that of the domain, or register the domain here, too',
    })
  }
}
