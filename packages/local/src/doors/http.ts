import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LocalSwfError } from '../errors.ts'
import type { Requests } from '../sequencer.ts'
import { answer, faultAnswer, mostBytes, tooLarge, type Answer } from './answer.ts'

/** Where a door listens. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number
  /** Default `127.0.0.1`. */
  readonly host?: string
  /** Answers requests that aren't SWF's, for instance those to the test clock; `undefined`: not mine. */
  readonly other?: (method: string, path: string, body: string) => Promise<Answer | undefined>
}

/** An open door. */
export interface Listening {
  /** `http://127.0.0.1:4577` */
  readonly url: string
  readonly port: number
  /** Takes no new connection, and waits until what is in flight is answered. */
  close(): Promise<void>
}

/**
 * Opens the door over HTTP. Any signature is accepted, and none. A request with an Origin header is refused: it comes
 * from a web page, which could post to loopback.
 *
 * @throws LocalSwfError PORT_IN_USE
 */
export async function listen(requests: Requests, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', other } = options
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
    (request, response) => {
      serve(request, response).catch(() => response.destroy())
    },
  )
  server.maxConnections = mostConnections
  /** Requests that were read and are not answered yet. */
  const inFlight = new Set<ServerResponse>()
  let allAnswered: (() => void) | undefined

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const client = new ClientContext()
    let read = false
    let sending: Answer | undefined
    response.once('close', () => {
      if (!response.writableFinished) {
        client.leave()
        sending?.undelivered?.()
      }
      if (read && inFlight.delete(response) && inFlight.size === 0) allAnswered?.()
    })
    const send = (one: Answer) => {
      if (response.destroyed) return one.undelivered?.()
      sending = one
      response.writeHead(one.status, one.headers)
      response.end(one.body)
    }
    if (request.headers.origin !== undefined)
      return send(plain(403, 'Requests of web pages (with an Origin header) are refused.\n'))
    const body = await bodyOf(request)
    if (body === undefined) return send(faultAnswer(tooLarge))
    inFlight.add(response)
    read = true
    if (other !== undefined) {
      const [path] = (request.url ?? '/').split('?', 1)
      const special = await other(request.method ?? '', path!, body)
      if (special !== undefined) return send(special)
    }
    if (request.method !== 'POST') return send(plain(request.method === 'GET' ? 200 : 405, greeting))
    const target = request.headers['x-amz-target']
    send(await answer(requests, Array.isArray(target) ? target[0] : target, body, client))
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)))
    server.listen(port, host, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      if (inFlight.size > 0) await new Promise<void>(resolve => (allAnswered = resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** More are closed at once: what a machine has of sockets belongs to others too. */
const mostConnections = 20_000

const greeting =
  'A local Amazon SWF (Simple Workflow Service). Point any AWS SDK at this URL as its endpoint; requests are POSTs.\n'

export function plain(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}

/** Whether the client of a request is still there; an AbortSignal only for who asks: few requests wait. */
class ClientContext {
  #gone = false
  #controller: AbortController | undefined

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#gone) this.leave()
    }
    return this.#controller.signal
  }

  leave(): void {
    this.#gone = true
    this.#controller?.abort(new Error('The client is gone'))
  }
}

/**
 * The body as text; undefined if it is larger than SWF takes: the rest is read all the same, for the client to hear why.
 * Never settles when the client goes away before its request is whole.
 */
function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let bytes = 0
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes <= mostBytes) chunks.push(chunk)
      else chunks.length = 0
    })
    request.on('end', () => resolve(bytes > mostBytes ? undefined : textOf(chunks)))
  })
}

const textOf = (chunks: readonly Buffer[]) =>
  (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new LocalSwfError(
    'PORT_IN_USE',
    `Another process listens on ${host}:${port}: stop it, or give another port (0: any that is free)`,
    { cause: error },
  )
}
