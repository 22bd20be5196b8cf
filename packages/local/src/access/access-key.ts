import { LocalSwfError } from '../errors.ts'

/** A key that clients sign their requests with, as AWS's own access keys. */
export interface AccessKey {
  /** The access key id: letters, digits, `_`, `-`, `.`; at most 128 characters. */
  readonly id: string
  /** The secret access key. It never leaves the client: requests carry a signature that was made with it. */
  readonly secret: string
  /** If given, each request must carry this session token as well. */
  readonly sessionToken?: string | undefined
  /** Whether the key only describes, lists, counts and reads histories. Polls and responses write. Default false. */
  readonly readOnly?: boolean | undefined
}

/**
 * Returns what is wrong with a key, or undefined. It never quotes the secret or the token.
 *
 * Both are compared with header values, so they have no white space and nothing beyond ASCII.
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
 * Checks a list of keys, as an option gives it.
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
