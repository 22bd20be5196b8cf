import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { LocalSwfError } from '../../errors.ts'
import type { Requests } from '../../sequencer.ts'
import type { Answer } from '../answer.ts'
import { Exchange } from './exchange.ts'
import { refuseWebPages } from './guards.ts'
import { greetingRoute, otherRoute, swfRoute } from './routes.ts'
import { UnderWay } from './under-way.ts'

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
  const underWay = new UnderWay()
  const exchanges = {
    underWay,
    guards: [refuseWebPages],
    routes: [...(other === undefined ? [] : [otherRoute(other)]), greetingRoute, swfRoute(requests)],
  }
  const server = createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 75_000 },
    (request, response) => void new Exchange(exchanges, request, response).serve(),
  )
  server.maxConnections = mostConnections
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
      await underWay.answered()
      server.closeAllConnections()
      await closed
    },
  }
}

/** More are closed at once: what a machine has of sockets belongs to others too. */
const mostConnections = 20_000

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new LocalSwfError(
    'PORT_IN_USE',
    `Another process listens on ${host}:${port}: stop it, or give another port (0: any that is free)`,
    { cause: error },
  )
}
