import { LocalSwfError } from '../errors.ts'
import { invalidSignature } from './swf-errors.ts'

/** `us-east-1`, `local`: letters, digits and hyphens. A region is part of keys and ARNs. */
const name = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/

/** Whether a text can be the name of a region. */
export const isRegion = (text: string) => name.test(text)

/**
 * Whether a name has the form of the service's regions: `us-east-1`, `us-gov-west-1`. boto 2 makes a region of the host that it is
 * given, `0` of 127.0.0.1 and `localhost` of localhost: such a name chooses no region.
 */
export const isServiceRegion = (region: string) => /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)

export const defaultRegion = 'us-east-1'

/** The server's own region. Throws LocalSwfError OPTION_INVALID for what is no name of a region. */
export function checkedRegion(region: string): string {
  if (isRegion(region)) return region
  throw new LocalSwfError(
    'OPTION_INVALID',
    `region is '${region}': expected the name of a region such as us-east-1, at most 63 letters, digits and hyphens`,
  )
}

/**
 * The region of an Authorization header: that of the credential scope, `<key id>/<date>/<region>/swf/aws4_request`. undefined for
 * a request without a scope, signed in another way or not at all. Throws InvalidSignatureException for a scope whose region is no
 * name: in the server's own region such a request would see what isn't its own.
 */
export function regionOf(authorization: string | undefined): string | undefined {
  const [, credential] = /^AWS4-HMAC-SHA256\s.*?\bCredential=([^,\s]+)/.exec(authorization ?? '') ?? []
  const scope = credential?.split('/') ?? []
  if (scope.length < 5 || scope.at(-1) !== 'aws4_request') return undefined
  const region = scope.at(-3)!
  if (!isRegion(region)) throw invalidSignature('Credential should be scoped to a valid region')
  return region
}
