import { promisify } from 'node:util'
import * as zlib from 'node:zlib'
import { InvalidPipelineError, MissingCodecError, type PayloadCodec } from '@reyield/data'
import { inEnvelope } from '@reyield/data/internal'
import { bytesOf, textOf } from './bytes.ts'
import { DamagedPayloadError } from './errors.ts'

/**
 * How payloads are compressed.
 *
 * @example
 * ```ts
 * const pipeline = [compression({ zstd: true })]
 * ```
 */
export interface CompressionOptions {
  /** Payloads of up to so many characters aren't compressed. Default 1,024. */
  readonly above?: number
  /**
   * Whether Zstandard compresses. It's faster than brotli, but Node has it since 22.15 only, and all readers need such a Node. Both are always
   * read where Node can. Default false: brotli.
   */
  readonly zstd?: boolean
}

const name = 'compression'

/** A longer text is refused, since a few kilobytes could fill all memory. In bytes. */
const longest = 64 * 1024 * 1024

/** Of brotli's 0 to 11: beyond it, JSON gets little shorter and takes much longer (docs/guide/payloads.md). */
const quality = 5

const brotliCompress = promisify(zlib.brotliCompress)
const brotliDecompress = promisify(zlib.brotliDecompress)

type Callback = (error: Error | null, result: Buffer) => void

/** Node 20 has no Zstandard. */
const zstd = zlib as {
  readonly zstdCompress?: (bytes: Buffer, options: object, callback: Callback) => void
  readonly zstdDecompress?: (bytes: Buffer, options: object, callback: Callback) => void
}

/**
 * Makes a codec that compresses payloads which get shorter by it. It must be the first of the codecs with a stage.
 *
 * @throws InvalidPipelineError (PIPELINE_INVALID) for `zstd: true` on a Node without Zstandard, and for an invalid `above`
 * @example
 * ```ts
 * const client = connect({ domain: 'shop', pipeline: [compression()] })
 * ```
 */
export function compression({ above = 1024, zstd: useZstd = false }: CompressionOptions = {}): PayloadCodec {
  if (!(above >= 0))
    throw new InvalidPipelineError('above of compression is no length', 'a number of characters from 0')
  if (useZstd && zstd.zstdCompress === undefined) {
    throw new InvalidPipelineError(
      `Node ${process.versions.node} has no Zstandard`,
      'compression() without zstd: true, or Node 22.15 or later',
    )
  }
  const [algorithm, compress] = useZstd
    ? (['zstd', compressByZstd] as const)
    : (['br', compressByBrotli] as const)
  return {
    name,
    stage: 'compression',
    async encode(text) {
      if (text.length <= above) return text
      const encoded = `${algorithm}:${(await compress(bytesOf(text))).toString('base64url')}`
      return inEnvelope(name, encoded).length < text.length ? encoded : text
    },
    async decode(encoded, context) {
      const end = encoded.indexOf(':')
      const bytes = Buffer.from(encoded.slice(end + 1), 'base64url')
      const decompress = decompressorOf(encoded.slice(0, end))
      try {
        return textOf(await decompress(bytes))
      } catch (error) {
        throw new DamagedPayloadError(name, "it can't be decompressed", context, { cause: error })
      }
    },
  }
}

const compressByBrotli = (bytes: Buffer): Promise<Buffer> =>
  brotliCompress(bytes, {
    params: {
      [zlib.constants.BROTLI_PARAM_QUALITY]: quality,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  })

const compressByZstd = (bytes: Buffer): Promise<Buffer> => promisify(zstd.zstdCompress!)(bytes, {})

function decompressorOf(algorithm: string): (bytes: Buffer) => Promise<Buffer> {
  if (algorithm === 'br') return bytes => brotliDecompress(bytes, { maxOutputLength: longest })
  const { zstdDecompress } = zstd
  if (algorithm !== 'zstd' || zstdDecompress === undefined)
    throw new MissingCodecError(
      `${name} by ${/^[a-z0-9]{1,16}$/.test(algorithm) ? algorithm : 'an unknown algorithm'}`,
      [name],
    )
  return bytes => promisify(zstdDecompress)(bytes, { maxOutputLength: longest })
}
