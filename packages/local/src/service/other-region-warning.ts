import type { UnknownDomainError } from '../model/swf-error.ts'
import type { LocalSwfWarning } from '../errors.ts'

/** The remembered pairs are dropped when there are this many: clients can name any number of regions. */
const maxRemembered = 1000

/**
 * Returns a function that warns if a request names a domain that only exists in other regions, once for each domain and region.
 */
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
        `The domain '${domain}' doesn't exist in ${region}, but in ${elsewhere.join(', ')}. ` +
        'Set the region of the client to that of the domain, or register the domain in this region too',
    })
  }
}
