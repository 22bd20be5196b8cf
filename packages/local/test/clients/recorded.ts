import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as a client sent it, and its response. */
export interface Exchange {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly status: number
  readonly answer: string
}

/** Headers that differ for each connection or identify the machine. */
const notKept = new Set([
  'host',
  'connection',
  'content-length',
  'user-agent',
  'authorization',
  'accept-encoding',
])

/** A proxy that records requests and responses. */
export async function recorder(url: string) {
  const exchanges: Exchange[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString()
      const headers = kept(request.headers)
      void fetch(url, { method: 'POST', headers, body }).then(async answered => {
        const answer = await answered.text()
        exchanges.push({ headers, body, status: answered.status, answer })
        response.writeHead(answered.status, { 'Content-Type': 'application/x-amz-json-1.0' })
        response.end(answer)
      })
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      return exchanges
    },
  }
}

function kept(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      notKept.has(name) || typeof value !== 'string' ? [] : [[name, value]],
    ),
  )
}

/** Members whose values differ each time. */
const tokens = new Set(['runId', 'taskToken', 'nextPageToken'])

/** A recorded body in which recorded tokens are replaced by the current ones. */
export function renamed(body: string, names: ReadonlyMap<string, string>): string {
  let text = body
  for (const [then, now] of names) text = text.replaceAll(JSON.stringify(then), JSON.stringify(now))
  return text
}

/** Compares two responses without what differs each time, and maps recorded tokens to the current ones. */
export function comparable(here: string, then: string, names: Map<string, string>) {
  const [now, before] = [here, then].map(text => (text === '' ? undefined : (JSON.parse(text) as unknown)))
  learn(now, before, names)
  return { here: plain(now), then: plain(before) }
}

function learn(now: unknown, then: unknown, names: Map<string, string>): void {
  if (typeof now !== 'object' || now === null || typeof then !== 'object' || then === null) return
  for (const [member, value] of Object.entries(then)) {
    const other = (now as Record<string, unknown>)[member]
    if (tokens.has(member) && typeof value === 'string' && typeof other === 'string') names.set(value, other)
    else learn(other, value, names)
  }
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (member, inner: unknown) =>
      tokens.has(member) || /Timestamp$|Date$/.test(member) ? typeof inner : inner,
    ),
  )
