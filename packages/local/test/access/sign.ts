import { request, type RequestOptions } from 'node:http'
import { signatureOf } from '../../src/access/sigv4.ts'

/** A request to sign. */
export interface Unsigned {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly at?: number
  readonly region?: string
  readonly service?: string
}

export interface Key {
  readonly id: string
  readonly secret: string
}

/** Returns the headers of a signed request. All given headers are signed, and the host. */
export async function signedHeaders(one: Unsigned, key: Key): Promise<Record<string, string>> {
  const { method = 'POST', path = '/', body = '', region = 'us-east-1', service = 'swf' } = one
  const signingDate = new Date(Math.floor((one.at ?? Date.now()) / 1000) * 1000)
  const date = signingDate.toISOString().replace(/[-:]|\.\d{3}/g, '')
  const headers: Record<string, string> = { 'x-amz-date': date, host: 'swf.test', ...one.headers }
  const names = Object.keys(headers).toSorted()
  const signature = await signatureOf(
    {
      method,
      path,
      headers: new Map(Object.entries(headers)),
      body: Buffer.from(body),
      signingDate,
      region,
      service,
    },
    key.id,
    key.secret,
  )
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
  const authorization = `AWS4-HMAC-SHA256 Credential=${key.id}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { ...headers, authorization }
}

export interface Answered {
  readonly status: number
  readonly body: string
}

/** Sends a request with exactly these headers. */
export function send(
  url: string,
  headers: Readonly<Record<string, string | string[]>>,
  body = '',
  options: RequestOptions = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent: false, headers, ...options }, response => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString() }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** The status of a response and the name of its error. */
export function refusal({ status, body }: Answered): readonly [number, string] {
  const { __type: type = '' } = JSON.parse(body === '' ? '{}' : body) as { __type?: string }
  return [status, type]
}

export const coral = (name: string) => [400, `com.amazon.coral.service#${name}`] as const
