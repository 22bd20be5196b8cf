import { hash } from 'node:crypto'
import { InvalidPipelineError, type PayloadCodec, type PayloadContext } from '@reyield/data'
import { hasLoneSurrogate } from '../bytes.ts'
import { BoundedCache } from '../bounded-cache.ts'
import { DamagedPayloadError, MissingPayloadError } from '../errors.ts'
import { keyOf } from './key.ts'
import type { PayloadStore } from './store.ts'

/**
 * Which payloads are stored where.
 *
 * @example
 * ```ts
 * const pipeline = [compression(), encryption({ keys, current }), offload({ store: directoryStore('/srv/payloads') })]
 * ```
 */
export interface OffloadOptions {
  readonly store: PayloadStore
  /**
   * Payloads of more characters are stored, and SWF gets a reference. Default 30,000, which leaves room for what else a request contains. SWF
   * allows 32,768.
   */
  readonly above?: number
  /** How many characters of stored payloads are kept in memory, so that replays don't fetch them again. Default 16,000,000. */
  readonly cache?: number
}

const name = 'offload'

/** How a text became bytes. UTF-8 can't represent a surrogate of its own. */
const encodings = { utf8: 'utf8', utf16: 'utf16le' } as const

/**
 * Makes a codec that stores long payloads outside SWF. It must be the last of the codecs with a stage. Stored payloads are never removed: see
 * docs/guide/payloads.md for how long to keep them.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID) without a store, or for an invalid number
 * @example
 * ```ts
 * const client = connect({ domain: 'shop', pipeline: [offload({ store: s3Store({ bucket: 'shop-payloads' }) })] })
 * ```
 */
export function offload({ store, above = 30_000, cache: kept = 16_000_000 }: OffloadOptions): PayloadCodec {
  if (typeof store?.put !== 'function' || typeof store.get !== 'function')
    throw new InvalidPipelineError('offload has no store', 'an object with the methods put and get')
  if (!(above >= 0 && kept >= 0))
    throw new InvalidPipelineError('a number of offload is invalid', 'above and cache from 0, in characters')
  const cache = new BoundedCache<string>(kept)
  const fetching = new Map<string, Promise<string>>()

  async function fetch(key: string, reference: Reference, context: PayloadContext): Promise<string> {
    const bytes = await store.get(key)
    if (bytes === undefined) throw new MissingPayloadError(key, context)
    if (hash('sha256', bytes) !== reference.sha256)
      throw new DamagedPayloadError(name, `the stored bytes have another SHA-256 (key '${key}')`, context)
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString(
      encodings[reference.encoding],
    )
    cache.set(key, text, text.length)
    return text
  }

  return {
    name,
    stage: 'offload',
    async encode(text, context) {
      if (text.length <= above) return text
      const encoding = hasLoneSurrogate(text) ? 'utf16' : 'utf8'
      const bytes = Buffer.from(text, encodings[encoding])
      const sha256 = hash('sha256', bytes)
      const key = keyOf(context, sha256)
      await store.put(key, bytes)
      cache.set(key, text, text.length)
      return `${encoding}:${sha256}`
    },
    async decode(encoded, context) {
      const reference = referenceOf(encoded)
      if (reference === undefined) throw new DamagedPayloadError(name, "it's no reference", context)
      const key = keyOf(context, reference.sha256)
      const known = cache.get(key)
      if (known !== undefined) return known
      const fetched = fetching.get(key) ?? fetch(key, reference, context).finally(() => fetching.delete(key))
      fetching.set(key, fetched)
      return fetched
    },
  }
}

interface Reference {
  readonly encoding: keyof typeof encodings
  readonly sha256: string
}

function referenceOf(text: string): Reference | undefined {
  const [, encoding, sha256] = /^(utf8|utf16):([0-9a-f]{64})$/.exec(text) ?? []
  return encoding === undefined ? undefined : { encoding: encoding as Reference['encoding'], sha256: sha256! }
}
