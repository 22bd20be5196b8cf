import { createHmac, hash } from 'node:crypto'

/** Credentials of AWS, as the SDK's providers return them. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/** A request to be signed: a POST of SWF's JSON protocol. */
export interface UnsignedRequest {
  /** The name and port of the endpoint, as in the Host header. */
  readonly host: string
  /** The path in the request line. */
  readonly path: string
  readonly target: string
  readonly body: string
  /** Epoch milliseconds. */
  readonly time: number
}

/**
 * Makes a function that returns the headers of a request, signed with Signature Version 4. They are those of the AWS SDK, except what
 * the SDK says about itself. This is about five times as fast as `@smithy/signature-v4` for the one kind of request that SWF has: it
 * keeps the key of the day, and the headers are known. A test compares its signatures with those of the SDK.
 */
export function signer(): (
  request: UnsignedRequest,
  region: string,
  credentials: Credentials,
) => Record<string, string> {
  let day: { readonly id: string; readonly key: Buffer } | undefined
  let second: { readonly at: number; readonly date: string } | undefined

  const keyOf = (date: string, region: string, secret: string): Buffer => {
    const id = `${date} ${region} ${secret}`
    if (day?.id !== id) {
      const key = [date, region, 'swf', 'aws4_request'].reduce<Buffer | string>(hmac, `AWS4${secret}`)
      day = { id, key: key as Buffer }
    }
    return day.key
  }
  const dateAt = (time: number): string => {
    const at = Math.floor(time / 1000)
    if (second?.at !== at) {
      second = { at, date: new Date(at * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '') }
    }
    return second.date
  }

  return ({ host, path, target, body, time }, region, { accessKeyId, secretAccessKey, sessionToken }) => {
    const date = dateAt(time)
    const scope = `${date.slice(0, 8)}/${region}/swf/aws4_request`
    const bodyHash = sha256(body)
    const headers: Record<string, string> = {
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/x-amz-json-1.0',
      host,
      'x-amz-content-sha256': bodyHash,
      'x-amz-date': date,
    }
    if (sessionToken !== undefined) headers['x-amz-security-token'] = sessionToken
    headers['x-amz-target'] = target
    let canonical = `POST\n${canonicalPath(path)}\n\n`
    // they are in alphabetical order
    for (const name in headers) canonical += `${name}:${headers[name]!.trim().replace(/\s+/g, ' ')}\n`
    const signedHeaders = Object.keys(headers).join(';')
    canonical += `\n${signedHeaders}\n${bodyHash}`
    const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${sha256(canonical)}`
    const signature = hmac(keyOf(date.slice(0, 8), region, secretAccessKey), text).toString('hex')
    headers['authorization'] =
      `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`
    return headers
  }
}

const sha256 = (text: string) => hash('sha256', text)

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** The path as it's signed: without empty segments, and encoded once more. */
function canonicalPath(path: string): string {
  if (path === '/') return path
  const segments = path.split('/').filter(segment => segment !== '')
  return `/${segments.map(encoded).join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`
}

const encoded = (segment: string) =>
  encodeURIComponent(segment).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
