/**
 * A keyring whose keys are protected by AWS KMS. It needs the package `@aws-sdk/client-kms`.
 *
 * @module
 */
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { InvalidPipelineError } from '@reyield/data'
import { milliseconds, type Duration } from '@reyield/workflow'
import { BoundedCache } from './bounded-cache.ts'
import type { EncryptionKey, Keyring } from './encryption/keyring.ts'

/**
 * Which key of KMS protects the data keys, and how long they are kept.
 *
 * @example
 * ```ts
 * const options: KmsKeyringOptions = { keyId: 'alias/shop-payloads', maxAge: '10m' }
 * ```
 */
export interface KmsKeyringOptions {
  /** The id, ARN or alias of the symmetric key in KMS. */
  readonly keyId: string
  /** The client of KMS, with its region and credentials. Default: one with the AWS SDK's own defaults. */
  readonly client?: Pick<KMSClient, 'send'>
  /** How long a data key encrypts, and how long a decrypted one is kept in memory. Default 1 hour. */
  readonly maxAge?: Duration
  /** How many payloads a data key encrypts. Default 1,000,000. */
  readonly maxUses?: number
  /** How many decrypted data keys are kept in memory. Default 1,000. */
  readonly cache?: number
  /** The present time in milliseconds. Default: that of the process. */
  readonly now?: () => number
}

/** The name in the encryption context of KMS. It's recorded by KMS, and needed to decrypt. */
const contextName = 'reyield:domain'

/** KMS says that a data key isn't one of its own. */
const foreign = new Set(['InvalidCiphertextException', 'IncorrectKeyException'])

interface Kept<T> {
  readonly value: Promise<T>
  readonly since: number
  uses: number
}

/**
 * Makes a keyring of data keys that KMS generates (GenerateDataKey) and decrypts (Decrypt). A data key encrypts payloads of one domain. The
 * domain is in the encryption context of KMS, so that a key policy can tell domains apart. The id of a data key is its encrypted form, about
 * 250 characters, which each payload contains.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID), InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const keyring = kmsKeyring({ keyId: 'alias/shop-payloads' })
 * const client = connect({ domain: 'shop', pipeline: [compression(), encryption({ keyring })] })
 * ```
 */
export function kmsKeyring(options: KmsKeyringOptions): Keyring {
  const {
    keyId,
    client = new KMSClient(),
    maxAge = '1h',
    maxUses = 1_000_000,
    cache = 1000,
    now = Date.now,
  } = options
  if (typeof keyId !== 'string' || keyId === '')
    throw new InvalidPipelineError('kmsKeyring has no key', 'keyId, of a key in KMS')
  if (!(maxUses >= 1 && cache >= 0))
    throw new InvalidPipelineError('a number of kmsKeyring is invalid', 'maxUses from 1, cache from 0')
  const longest = milliseconds(maxAge, 'maxAge of kmsKeyring')
  const current = new Map<string, Kept<EncryptionKey>>()
  const decrypted = new BoundedCache<Kept<Uint8Array | undefined>>(cache)
  const isFresh = ({ since }: Kept<unknown>) => now() - since < longest

  async function generate(domain: string): Promise<EncryptionKey> {
    const { CiphertextBlob, Plaintext } = await client.send(
      new GenerateDataKeyCommand({
        KeyId: keyId,
        KeySpec: 'AES_256',
        EncryptionContext: { [contextName]: domain },
      }),
    )
    return { id: Buffer.from(CiphertextBlob!).toString('base64url'), key: Plaintext! }
  }

  async function decrypt(id: string, domain: string): Promise<Uint8Array | undefined> {
    try {
      const { Plaintext } = await client.send(
        new DecryptCommand({
          KeyId: keyId,
          CiphertextBlob: Buffer.from(id, 'base64url'),
          EncryptionContext: { [contextName]: domain },
        }),
      )
      return Plaintext
    } catch (error) {
      if (foreign.has((error as Error).name)) return undefined
      throw error
    }
  }

  return {
    current({ domain }) {
      const found = current.get(domain)
      if (found !== undefined && isFresh(found) && found.uses < maxUses) {
        found.uses++
        return found.value
      }
      const value = generate(domain)
      const kept = { value, since: now(), uses: 1 }
      current.set(domain, kept)
      value.then(
        ({ id, key }) => decrypted.set(`${domain}/${id}`, { ...kept, value: Promise.resolve(key) }, 1),
        () => {
          if (current.get(domain) === kept) current.delete(domain) // the next payload tries again
        },
      )
      return value
    },
    key(id, { domain }) {
      const of = `${domain}/${id}`
      const found = decrypted.get(of)
      if (found !== undefined && isFresh(found)) return found.value
      const value = decrypt(id, domain)
      decrypted.set(of, { value, since: now(), uses: 0 }, 1)
      const forget = () => decrypted.delete(of)
      value.then(key => key === undefined && forget(), forget)
      return value
    },
  }
}
