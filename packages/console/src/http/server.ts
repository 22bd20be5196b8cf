import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Endpoints } from '../api/index.ts'
import type { App } from '../app.ts'
import { ConsolePortError, InvalidRequestError } from '../errors.ts'
import type { Asked } from '../routes/handler.ts'
import { openUpload, streamEvents } from '../routes/special.ts'
import { handlers } from '../routes/table.ts'
import { sendAsset, sendError, sendJson } from './answers.ts'
import { isPage, type Asset } from './assets.ts'
import { objectOf } from './body.ts'
import { failureOf } from './failure.ts'
import { checkHost, checkOrigin, checkToken, type Access } from './guard.ts'
import { Router } from './router.ts'

/** What a server answers with. */
export interface Served {
  readonly app: App
  readonly access: Access
  readonly assets: ReadonlyMap<string, Asset>
  /** Is called with errors that are bugs. */
  readonly onError: (error: unknown) => void
}

const router = new Router(Object.keys(handlers) as (keyof Endpoints)[])

/** Makes the server of a page and its data. */
export function consoleServer(served: Served): Server {
  const server = createServer((request, response) => {
    answer(served, request, response).catch((error: unknown) => {
      const failure = failureOf(error)
      if (failure.error.code === 'CONSOLE_FAILED') served.onError(error)
      sendError(response, failure.status, failure.error)
    })
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 120_000 // of an upload
  return server
}

/**
 * Listens on a port.
 *
 * @throws ConsolePortError (CONSOLE_PORT_UNUSABLE)
 */
export function listening(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ConsolePortError(host, port, error)))
    server.listen({ port, host }, () => {
      server.removeAllListeners('error')
      resolve((server.address() as AddressInfo).port)
    })
  })
}

async function answer(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { access, assets } = served
  const { method = 'GET', url = '/', headers } = request
  const sender = { method, headers }
  checkHost(sender, access)
  const [path = '/', query = ''] = splitAt(url, '?')
  if (path.startsWith('/api/')) return await answerApi(served, request, response, path, query)
  if (method !== 'GET' && method !== 'HEAD') throw new InvalidRequestError('The address takes GET', 405)
  const asset = assets.get(path === '/' || isPage(path) ? '/index.html' : path)
  if (assets.size === 0) throw new InvalidRequestError('The page isn’t built. Run npm run build', 503)
  if (asset === undefined) throw new InvalidRequestError('There is no such address', 404)
  sendAsset(request, response, asset)
}

async function answerApi(
  { app, access }: Served,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const { method = 'GET', headers } = request
  const sender = { method, headers }
  const parameters = Object.fromEntries(new URLSearchParams(query))
  checkOrigin(sender)
  if (path === '/api/events' && method === 'GET') {
    checkToken(sender, access, false)
    return await streamEvents(app, request, response, parameters)
  }
  if (path === '/api/files' && method === 'POST') {
    checkToken(sender, access, false) // SWF isn't changed
    return sendJson(response, 200, await openUpload(app, request, parameters))
  }
  const matched = router.match(method, path)
  checkToken(sender, access, method !== 'GET' && method !== 'HEAD' && !matched.key.includes('/files'))
  const body = method === 'POST' || method === 'PUT' ? await objectOf(request) : {}
  const handler = handlers[matched.key] as (app: App, asked: Asked<unknown>) => unknown
  const value = await handler(app, { parameters: matched.parameters, query: parameters, body })
  if (!response.destroyed) sendJson(response, 200, value)
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}
