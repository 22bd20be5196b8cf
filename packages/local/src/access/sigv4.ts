import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

/** The signed parts of a request. */
export interface SignedRequest {
  readonly method: string
  /** The path in the request line, without a query. */
  readonly path: string
  /** The signed headers only, with names in lower case. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
  readonly signingDate: Date
  readonly region: string
  readonly service: string
}

/**
 * Computes the signature (Signature Version 4) that the request has if it's signed with this key, as 64 hexadecimal digits. The
 * header
 * `x-amz-date` is always signed.
 *
 * This is the only file that imports AWS's code at run time. It's only loaded if a server has access keys.
 */
export async function signatureOf(request: SignedRequest, id: string, secret: string): Promise<string> {
  const { method, path, headers, body, signingDate, region, service } = request
  const signer = new SignatureV4({
    credentials: { accessKeyId: id, secretAccessKey: secret },
    region,
    service,
    sha256: Sha256,
    applyChecksum: false,
  })
  const signed = await signer.sign(
    { method, path, protocol: 'http:', hostname: '', headers: Object.fromEntries(headers), body },
    // some headers, for instance user-agent, are only signed if they are listed
    { signingDate, signableHeaders: new Set(headers.keys()) },
  )
  return signed.headers['authorization']!.slice(-64)
}

/** Node's SHA-256, with the interface that AWS's code expects. */
class Sha256 {
  readonly #hash: Hash | Hmac

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {
    throw new Error('SignatureV4 never calls reset')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
