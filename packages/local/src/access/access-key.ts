import { LocalSwfError } from '../errors.ts'

/**
 * A key with which clients sign their requests, like an access key of AWS.
 *
 * @example
 * ```ts
 * const accessKeys = [
 *   { id: 'shop', secret: process.env['SHOP_SECRET']! },
 *   { id: 'dashboard', secret: process.env['DASHBOARD_SECRET']!, readOnly: true },
 * ]
 * await local.listen({ host: '0.0.0.0', accessKeys })
 * ```
 */
export interface AccessKey {
  /** The access key id: 1 to 128 letters, digits, `_`, `-` or `.`. */
  readonly id: string
  /** The secret access key: printable ASCII characters. Clients sign with it and never send it. */
  readonly secret: string
  /** If it's set, each request must also contain this session token. Default: none. */
  readonly sessionToken?: string | undefined
  /** Whether the key only allows actions that describe, list, count and read histories. Polls count as writing. Default false. */
  readonly readOnly?: boolean | undefined
}

/**
 * Returns what is wrong with a key, or undefined. The text never contains the secret or the token.
 *
 * Both are compared with header values, so they can only contain printable ASCII characters.
 */
export function problemOf({ id, secret, sessionToken }: AccessKey): string | undefined {
  if (typeof id !== 'string' || !/^[\w.-]{1,128}$/.test(id))
    return 'the id must be 1 to 128 letters, digits, _, - or .'
  if (typeof secret !== 'string' || !/^[\x21-\x7e]+$/.test(secret))
    return 'the secret must be one or more printable ASCII characters without spaces'
  if (
    sessionToken !== undefined &&
    !(typeof sessionToken === 'string' && /^[\x21-\x7e]+$/.test(sessionToken))
  )
    return 'the session token must be one or more printable ASCII characters without spaces'
  return undefined
}

/**
 * Checks the keys of an option.
 *
 * @throws LocalSwfError ACCESS_KEYS_INVALID
 */
export function checkAccessKeys(keys: readonly AccessKey[]): void {
  const invalid = (problem: string) =>
    new LocalSwfError('ACCESS_KEYS_INVALID', `accessKeys can't be used: ${problem}`)
  if (!Array.isArray(keys)) throw invalid('expected a list of { id, secret, sessionToken?, readOnly? }')
  if (keys.length === 0) throw invalid('the list is empty, so every request would be refused')
  const seen = new Set<string>()
  for (const [index, key] of (keys as readonly AccessKey[]).entries()) {
    const problem = problemOf(key)
    if (problem !== undefined) throw invalid(`in entry ${index}, ${problem}`)
    if (seen.has(key.id)) throw invalid(`entry ${index} has the id of an earlier one`)
    seen.add(key.id)
  }
}
