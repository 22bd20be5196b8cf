import { InvalidPipelineError, type PayloadContext } from '@reyield/data'

/**
 * A key of AES-256, with the id that each payload gets that is encrypted with it.
 *
 * @example
 * ```ts
 * const key: EncryptionKey = { id: '2026-11', key: randomBytes(32) }
 * ```
 */
export interface EncryptionKey {
  /** 1 to 512 letters, digits, dots, hyphens and underscores. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array
}

/**
 * Where encryption gets its keys from: `keyring` of `encryption(…)`. It's asked for each payload, so it should keep what it has fetched.
 *
 * @example
 * ```ts
 * const keyring: Keyring = {
 *   current: ({ domain }) => vault.newest(domain),
 *   key: (id, { domain }) => vault.find(domain, id),
 * }
 * ```
 */
export interface Keyring {
  /** The key that encrypts a payload. */
  current(context: PayloadContext): EncryptionKey | Promise<EncryptionKey>
  /** The key of an id, 32 bytes. `undefined` if there is none: the payload then can't be read (KEY_MISSING). */
  key(id: string, context: PayloadContext): Uint8Array | undefined | Promise<Uint8Array | undefined>
}

/** Keys by their ids: 32 bytes each, or their base64. */
export type Keys = Readonly<Record<string, Uint8Array | string>>

const keyLength = 32

/** A keyring of keys that the program has. */
export function fixedKeyring(keys: Keys, current: string): Keyring {
  const byId = new Map(Object.entries(keys).map(([id, key]) => [checkKeyId(id), keyOf(id, key)]))
  const key = byId.get(current)
  if (key === undefined) {
    const present = [...byId.keys()].map(id => `'${id}'`).join(', ') || 'no key'
    throw new InvalidPipelineError(
      `current of encryption is '${current}', and keys has ${present}`,
      'the id of one of the keys',
    )
  }
  return { current: () => ({ id: current, key }), key: id => byId.get(id) }
}

function keyOf(id: string, key: Uint8Array | string): Uint8Array {
  return checkKey(id, typeof key === 'string' ? Buffer.from(key, 'base64') : key)
}

/** Returns a key if it has the right length. The message never has the key. */
export function checkKey(id: string, key: Uint8Array): Uint8Array {
  if (key instanceof Uint8Array && key.length === keyLength) return key
  throw new InvalidPipelineError(
    `the key '${id.slice(0, 60)}' has ${key instanceof Uint8Array ? `${key.length} bytes` : 'no bytes'}`,
    '32 bytes, or their base64. `openssl rand -base64 32` makes one',
  )
}

/** Returns the id of a key if it may be one. */
export function checkKeyId(id: string): string {
  if (typeof id === 'string' && /^[\w.-]{1,512}$/.test(id)) return id
  throw new InvalidPipelineError(
    `the id of a key is ${typeof id === 'string' ? `'${id.slice(0, 60)}'` : 'no string'}`,
    '1 to 512 letters, digits, dots, hyphens and underscores',
  )
}
