import type { AddressInfo, Socket } from 'node:net'
import type { AccessKey } from '../../access/access-key.ts'
import { accessControl } from '../../access/load.ts'
import { addressOf } from '../../access/loopback.ts'
import { checkTls, type TlsOptions } from '../../access/tls.ts'
import { LocalSwfError } from '../../errors.ts'
import type { Requests } from '../../service/sequencer.ts'
import type { RawResponse } from '../swf-protocol.ts'
import { Connection, type ConnectionOptions } from './connection.ts'
import { refuseWebPages } from './web-pages.ts'
import type { Health } from './health.ts'
import { hostGuard } from './hosts.ts'
import { greetingRoute, healthRoute, otherRoute, swfRoute } from './routes.ts'
import { createHttpServer } from './server.ts'
import { signedOnly } from './signed.ts'
import { connectionTimeouts, type ConnectionTimeouts } from './timeouts.ts'
import { RequestsInProgress } from './requests-in-progress.ts'
import { UnsentResponses } from './unsent-responses.ts'

/**
 * Options of an HTTP server for SWF clients.
 *
 * @example
 * ```ts
 * const { url } = await local.listen({ port: 4577, allowHosts: ['swf'], timeouts: { idle: 120_000 } })
 * ```
 */
export interface ListenOptions {
  /** The port to listen on. Default 0: any free port. */
  readonly port?: number
  /** The address or name to listen on. Default `127.0.0.1`. */
  readonly host?: string
  /**
   * Names that requests may have in their Host header besides loopback names and `host`, for instance that of a container.
   * Requests with other names fail with status 403, since a web page could make its own domain resolve to this machine. Default:
   * none.
   */
  readonly allowHosts?: readonly string[]
  /** Timeouts of connections. Default: see each member. */
  readonly timeouts?: Partial<ConnectionTimeouts>
  /**
   * The keys that requests must be signed with (Signature Version 4, as all AWS SDKs do). `GET /health` needs no signature.
   * Default: the `accessKeys` of `createLocalSwf`. Without keys, signatures aren't checked.
   */
  readonly accessKeys?: readonly AccessKey[] | undefined
  /**
   * Whether the server may listen on an address that other machines can reach although it has no access keys. Every machine that
   * can reach it can then do everything. Default false.
   */
  readonly insecure?: boolean
  /** A certificate and its private key, to serve HTTPS (TLS 1.2 or newer) instead of HTTP. Default: HTTP. */
  readonly tls?: TlsOptions | undefined
  /**
   * Handles requests that aren't SWF actions, for instance those to a test clock. It's called before SWF's actions, and returns
   * undefined for requests that it doesn't handle. Default: there are none.
   */
  readonly handleOther?: (method: string, path: string, body: string) => Promise<RawResponse | undefined>
}

/**
 * An HTTP server that accepts requests.
 *
 * @example
 * ```ts
 * const server = await local.listen()
 * console.log(`SWF is at ${server.url}`)
 * await server.close()
 * ```
 */
export interface Listening {
  /** The URL for clients, for instance `http://127.0.0.1:4577`. */
  readonly url: string
  readonly port: number
  /** Accepts no new connections, and waits until the requests in progress are answered, for at most `timeouts.grace`. */
  close(): Promise<void>
}

/**
 * Starts a server for HTTP or HTTPS. Without access keys, signatures aren't checked. Requests from web pages are refused: those
 * with an Origin header and, if there are no access keys, those whose Host header isn't a name of this server.
 *
 * @throws LocalSwfError PORT_IN_USE, HOST_UNPROTECTED, ACCESS_KEYS_INVALID, TLS_INVALID, OPTION_INVALID
 */
export async function listen(
  requests: Requests,
  options: ListenOptions = {},
  health?: () => Health,
): Promise<Listening> {
  const { port = 0, host = '127.0.0.1', allowHosts, accessKeys, insecure = false, tls, handleOther } = options
  const timeouts = connectionTimeouts(options.timeouts)
  if (tls !== undefined) checkTls(tls)
  const signed = accessKeys && signedOnly(await accessControl(accessKeys), isHealth)
  const bound = await addressOf(host, signed !== undefined || insecure)
  const inProgress = new RequestsInProgress()
  const ofConnections: ConnectionOptions = {
    timeouts,
    inProgress,
    unsent: new UnsentResponses(),
    waiting: { count: 0 },
    guards: [refuseWebPages, signed?.guard ?? hostGuard(host, allowHosts)],
    routes: [
      ...(health === undefined ? [] : [healthRoute(health)]),
      ...(signed === undefined ? [] : [signed.route]),
      ...(handleOther === undefined ? [] : [otherRoute(handleOther)]),
      greetingRoute,
      swfRoute(requests),
    ],
  }
  const connections = new Map<Socket, Connection>()
  // Connection has its own timeouts, since Node.js treats a connection without a request as a slow request
  const server = createHttpServer(
    tls,
    { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: timeouts.idle },
    (request, response) => connections.get(request.socket)!.take(request, response),
  )
  // also those whose TLS handshake isn't complete
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections.set(socket, new Connection(socket, ofConnections))
    socket.once('close', () => connections.delete(socket))
  })
  server.on('clientError', (error, socket) => connections.get(socket as Socket)?.malformed(error))
  // a client may end its side of the connection after its request (`nc -N`) and still wait for the response
  Object.assign(server, { httpAllowHalfOpen: true })
  // server.close() calls it, and it would also cut connections whose responses are still being written
  server.closeIdleConnections = () => undefined
  server.maxConnections = maxConnections
  await new Promise<void>((resolve, reject) => {
    server.once('error', error => reject(listenError(error, host, port)))
    server.listen(port, bound, resolve)
  })
  const address = server.address() as AddressInfo
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      inProgress.close()
      for (const connection of connections.values()) connection.close()
      await inProgress.answered(timeouts.grace)
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Monitoring systems have no access keys. */
const isHealth = (method: string, path: string) =>
  path === '/health' && (method === 'GET' || method === 'HEAD')

/** Further connections are closed at once, since other processes need sockets too. */
const maxConnections = 20_000

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new LocalSwfError(
    'PORT_IN_USE',
    `Another process listens on ${host}:${port}. Stop it, or choose another port (0: any free port)`,
    { cause: error },
  )
}
