import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { TlsOptions } from '../../access/tls.ts'

/** Creates a server for HTTP or, if there is a certificate, for HTTPS with TLS 1.2 or newer. */
export function createHttpServer(
  tls: TlsOptions | undefined,
  options: ServerOptions,
  serve: RequestListener,
): Server {
  if (tls === undefined) return createServer(options, serve)
  const { cert, key } = tls
  return createTlsServer({ ...options, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: 10_000 }, serve)
}
