import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { LocalSwfError } from '../../errors.ts'
import type { Requests } from '../../sequencer.ts'
import type { Answer } from '../answer.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { refuseWebPages } from './guards.ts'
import type { Health } from './health.ts'
import { hostGuard } from './hosts.ts'
import { greetingRoute, healthRoute, otherRoute, swfRoute } from './routes.ts'
import { connectionTimeouts, type ConnectionTimeouts } from './timeouts.ts'
import { UnderWay } from './under-way.ts'
import { Unsent } from './unsent.ts'

/** Where a transport listens, and whom it answers. */
export interface ListenOptions {
  /** Default 0: any free port. */
  readonly port?: number
  /** Default `127.0.0.1`. */
  readonly host?: string
  /**
   * Names besides loopback ones and `host` that requests may give in their Host header, for instance that of a container.
   * Others are refused with status 403: a web page could make its own domain resolve to this machine. Default: none.
   */
  readonly allowHosts?: readonly string[]
  /** How long connections may take. */
  readonly timeouts?: Partial<ConnectionTimeouts>
  /** Answers requests that aren't SWF's, for instance those to the test clock; `undefined`: not mine. */
  readonly other?: (method: string, path: string, body: string) => Promise<Answer | undefined>
}

/** An open transport. */
export interface Listening {
  /** `http://127.0.0.1:4577` */
  readonly url: string
  readonly port: number
  /** Accepts no new connection, and waits until what is under way is answered, at most for `timeouts.grace`. */
  close(): Promise<void>
}

/**
 * Opens the transport over HTTP. Any signature is accepted, and none. Requests of web pages are refused: those with an
 * Origin header, and those whose Host header isn't a name of this server.
 *
 * @throws LocalSwfError PORT_IN_USE, OPTION_INVALID
 */
export async function listen(
  requests: Requests,
  options: ListenOptions = {},
  health?: () => Health,
): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', allowHosts, other } = options
  const timeouts = connectionTimeouts(options.timeouts)
  const underWay = new UnderWay()
  const ofConnections: ConnectionOptions = {
    timeouts,
    underWay,
    unsent: new Unsent(),
    waiting: { count: 0 },
    guards: [refuseWebPages, hostGuard(host, allowHosts)],
    routes: [
      ...(health === undefined ? [] : [healthRoute(health)]),
      ...(other === undefined ? [] : [otherRoute(other)]),
      greetingRoute,
      swfRoute(requests),
    ],
  }
  const connections = new Map<Socket, Connection>()
  // A connection's own timeouts stand for those of Node.js, which count a connection without a request as a slow request.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: timeouts.idle },
    (request, response) => connections.get(request.socket)!.take(request, response),
  )
  server.on('connection', (socket: Socket) => {
    connections.set(socket, new Connection(socket, ofConnections))
    socket.once('close', () => connections.delete(socket))
  })
  server.on('clientError', (error, socket) => connections.get(socket as Socket)?.malformed(error))
  // A client may end its side of the connection after its request (`nc -N`) and still wants the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  // Called by server.close(), it would also cut connections whose answers are still being written.
  server.closeIdleConnections = () => undefined
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
      underWay.close()
      for (const connection of connections.values()) connection.close()
      await underWay.answered(timeouts.grace)
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
