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
  /**
   * The keys that requests must be signed with (Signature Version 4, as AWS's SDKs sign). `GET /health` needs none. Default:
   * those of `createLocalSwf`; without any, signatures aren't looked at.
   */
  readonly accessKeys?: readonly AccessKey[] | undefined
  /** Allows an address that other machines can reach without access keys: whoever reaches it may do everything. Default false. */
  readonly insecure?: boolean
  /** A certificate and its key: serves HTTPS instead of HTTP, by TLS 1.2 or newer. */
  readonly tls?: TlsOptions | undefined
  /** Answers requests that aren't SWF's, for instance those to the test clock; `undefined`: not mine. */
  readonly handleOther?: (method: string, path: string, body: string) => Promise<RawResponse | undefined>
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
 * Opens the transport over HTTP, or HTTPS. Without access keys any signature is accepted, and none. Requests of web pages are
 * refused: those with an Origin header, and, without access keys, those whose Host header isn't a name of this server.
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
  // A connection's own timeouts stand for those of Node.js, which count a connection without a request as a slow request.
  const server = createHttpServer(
    tls,
    { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: timeouts.idle },
    (request, response) => connections.get(request.socket)!.take(request, response),
  )
  // Also those whose TLS handshake isn't done
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
  // A client may end its side of the connection after its request (`nc -N`) and still wants the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  // Called by server.close(), it would also cut connections whose answers are still being written.
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

/** Monitoring has no keys. */
const isHealth = (method: string, path: string) =>
  path === '/health' && (method === 'GET' || method === 'HEAD')

/** More are closed at once: what a machine has of sockets belongs to others too. */
const maxConnections = 20_000

function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error
  return new LocalSwfError(
    'PORT_IN_USE',
    `Another process listens on ${host}:${port}: stop it, or give another port (0: any that is free)`,
    { cause: error },
  )
}
