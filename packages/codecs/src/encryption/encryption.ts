import { InvalidPipelineError, MissingCodecError, type PayloadCodec } from '@reyield/data'
import { bytesOf, textOf } from '../bytes.ts'
import { DamagedPayloadError, MisplacedPayloadError, MissingKeyError } from '../errors.ts'
import { decrypt, encrypt, problemOf } from './aes.ts'
import { checkKey, checkKeyId, fixedKeyring, type Keyring, type Keys } from './keyring.ts'

/**
 * The keys of `encryption`: those that the program has, or a keyring.
 *
 * @example
 * ```ts
 * const keys = { '2026-10': process.env.OLD_KEY, '2026-11': process.env.NEW_KEY }
 * const options: EncryptionOptions = { keys, current: '2026-11' }
 * ```
 */
export type EncryptionOptions = {
  /**
   * Whether payloads that aren't encrypted are refused (PAYLOAD_UNENCODED). Default false, since executions from before encryption was
   * introduced have such payloads.
   */
  readonly required?: boolean
} & (
  | {
      /** All keys with which payloads may have been encrypted, by their ids: 32 bytes each, or their base64. */
      readonly keys: Keys
      /** The id of the key that encrypts. */
      readonly current: string
      readonly keyring?: undefined
    }
  | { readonly keyring: Keyring; readonly keys?: undefined; readonly current?: undefined }
)

const name = 'encryption'

/** The number of the format of what is encrypted. */
const format = '1'

/**
 * Makes a codec that encrypts payloads by AES-256-GCM. A payload can be decrypted only for the execution that it was encrypted for.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID) for a key of another length, an invalid id, or a `current` that isn't among the keys
 * @example
 * ```ts
 * const keys = { '2026-11': process.env.PAYLOAD_KEY }
 * const client = connect({ domain: 'shop', pipeline: [compression(), encryption({ keys, current: '2026-11' })] })
 * ```
 */
export function encryption(options: EncryptionOptions): PayloadCodec {
  const keyring = keyringOf(options)
  return {
    name,
    stage: 'encryption',
    required: options.required ?? false,
    async encode(text, context) {
      const { id, key } = await keyring.current(context)
      const encrypted = encrypt(bytesOf(text), checkKey(id, key), context)
      return `${format}:${checkKeyId(id)}:${encrypted.toString('base64url')}`
    },
    async decode(encoded, context) {
      const [number, id, body] = encoded.split(':')
      if (id === undefined || body === undefined || !isBase64url(body))
        throw new DamagedPayloadError(name, 'it has another form', context)
      if (number !== format) throw new MissingCodecError(`${name} of a later version`, [name])
      const bytes = Buffer.from(body, 'base64url')
      const problem = problemOf(bytes, context)
      if (problem === 'misplaced') throw new MisplacedPayloadError(context)
      if (problem === 'damaged') throw new DamagedPayloadError(name, "it's too short", context)
      const key = await keyring.key(id, context)
      if (key === undefined) throw new MissingKeyError(id, context)
      const plain = decrypt(bytes, checkKey(id, key), context)
      if (plain === undefined) throw new DamagedPayloadError(name, "its tag doesn't match", context)
      return textOf(plain)
    },
  }
}

function keyringOf({ keyring, keys, current }: EncryptionOptions): Keyring {
  if (keyring !== undefined) return keyring
  if (typeof keys === 'object' && keys !== null) return fixedKeyring(keys, current)
  throw new InvalidPipelineError(
    'encryption has no keys',
    'encryption({ keys, current }) or encryption({ keyring })',
  )
}

/** Node would read other characters as well, so that one payload could have several forms. */
const isBase64url = (text: string): boolean => /^[\w-]*$/.test(text)
