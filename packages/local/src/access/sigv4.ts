import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

/** A request as it was signed. */
export interface SignedRequest {
  readonly method: string
  /** As it stands in the request line, without a query. */
  readonly path: string
  /** Names in lower case: the signed headers, and no others. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Uint8Array
  readonly signingDate: Date
  readonly region: string
  readonly service: string
}

/**
 * The signature (Signature Version 4) that a request has if it was signed with this key: 64 hexadecimal digits. `x-amz-date`
 * is always among what is signed.
 *
 * The only file that imports AWS's code at run time, and it is loaded only when a server has access keys.
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
    // some headers, for instance user-agent, are only signed where asked for
    { signingDate, signableHeaders: new Set(headers.keys()) },
  )
  return signed.headers['authorization']!.slice(-64)
}

/** The hash as AWS's code wants it, by Node. */
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
    throw new Error('Not used by SignatureV4')
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data)
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data)
}
