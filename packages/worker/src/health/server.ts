import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { InvalidOptionError } from '@reyield/client'
import { describeType } from '@reyield/workflow/internal'
import { HealthPortError } from './errors.ts'
import type { HealthOptions, HealthServer } from './options.ts'

/** What a health server says about its worker. */
export interface Health {
  /** Why the worker isn't ready; undefined if it is. */
  unready(): string | undefined
  /** Called with an error of the option `metrics`. */
  failed(error: unknown): void
}

interface Answer {
  readonly status: number
  readonly body: string
  readonly type?: string
}

/**
 * Listens on a port for `/health/live`, `/health/ready` and `/metrics`.
 *
 * @throws InvalidOptionError (OPTION_INVALID), HealthPortError (HEALTH_PORT_UNUSABLE)
 */
export async function serveHealth(options: HealthOptions, health: Health): Promise<HealthServer> {
  const { port, host, metrics } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    const found = typeof port === 'number' ? port : describeType(port)
    throw new InvalidOptionError('The port of serveHealth', found, 'a whole number from 0 to 65535')
  }
  const server = createServer((request, response) => {
    void answerTo(request, health, metrics).then(answer => send(response, answer, request.method === 'HEAD'))
  })
  await listening(server, host, port)
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Without a host, Node listens on all addresses: of IPv6 and IPv4, or of IPv4 where there is no IPv6. */
function listening(server: Server, host: string | undefined, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new HealthPortError(host, port, error)))
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

async function answerTo(
  { method, url = '' }: IncomingMessage,
  health: Health,
  metrics: HealthOptions['metrics'],
): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: 'Use GET\n' }
  const path = url.replace(/\?.*$/s, '')
  if (path === '/health/live') return { status: 200, body: 'live\n' }
  if (path === '/health/ready') {
    const unready = health.unready()
    return unready === undefined ? { status: 200, body: 'ready\n' } : { status: 503, body: `${unready}\n` }
  }
  if (path !== '/metrics')
    return { status: 404, body: 'There are /health/live, /health/ready and /metrics\n' }
  if (metrics === undefined) {
    return { status: 404, body: 'No metrics: pass serveHealth the option metrics of telemetry(…)\n' }
  }
  try {
    return { status: 200, body: await metrics(), type: 'text/plain; version=0.0.4; charset=utf-8' }
  } catch (error) {
    health.failed(error)
    return { status: 500, body: 'The metrics could not be read\n' }
  }
}

function send(response: ServerResponse, { status, body, type }: Answer, onlyHead: boolean): void {
  response.writeHead(status, {
    'content-type': type ?? 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
  })
  response.end(onlyHead ? undefined : body)
}
