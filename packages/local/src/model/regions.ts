import { LocalSwfError } from '../errors.ts'
import { invalidSignature } from './swf-errors.ts'

/** A region is part of keys and ARNs, so its name (`us-east-1`, `local`) only has letters, digits and hyphens. */
const name = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/

/** Whether the text can be the name of a region. */
export const isRegion = (text: string) => name.test(text)

/**
 * Whether the name has the form of an AWS region: `us-east-1`, `us-gov-west-1`. boto 2 derives the region from the host, for
 * instance `0` from 127.0.0.1. Such a name isn't meant as a region.
 */
export const isServiceRegion = (region: string) => /^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region)

export const defaultRegion = 'us-east-1'

/**
 * Returns the region if it's a valid name.
 *
 * @throws LocalSwfError OPTION_INVALID
 */
export function checkedRegion(region: string): string {
  if (isRegion(region)) return region
  throw new LocalSwfError(
    'OPTION_INVALID',
    `region is '${region}': expected a name such as us-east-1, with at most 63 letters, digits and hyphens`,
  )
}

/**
 * Returns the region in the credential scope of an Authorization header: `<key id>/<date>/<region>/swf/aws4_request`. Undefined
 * if the request isn't signed, or signed in another way. A scope with an invalid region throws InvalidSignatureException: if the
 * request were assigned to the server's own region, it would see data of another region.
 */
export function regionOf(authorization: string | undefined): string | undefined {
  const [, credential] = /^AWS4-HMAC-SHA256\s.*?\bCredential=([^,\s]+)/.exec(authorization ?? '') ?? []
  const scope = credential?.split('/') ?? []
  if (scope.length < 5 || scope.at(-1) !== 'aws4_request') return undefined
  const region = scope.at(-3)!
  if (!isRegion(region)) throw invalidSignature('Credential should be scoped to a valid region')
  return region
}
