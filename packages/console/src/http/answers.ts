import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApiError } from '../api/index.ts'
import type { Asset } from './assets.ts'
import { securityHeaders } from './headers.ts'

/** Sends JSON. Nothing of it is kept by the browser. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  const body = Buffer.from(value === undefined ? '' : JSON.stringify(value))
  response.writeHead(status, {
    ...securityHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': body.length,
    'cache-control': 'no-store',
  })
  response.end(body)
}

/** Sends an error as JSON. The rest of the request isn't read, so the connection ends. */
export function sendError(response: ServerResponse, status: number, error: ApiError): void {
  if (response.headersSent) {
    response.destroy()
    return
  }
  if (!response.req.complete) response.setHeader('connection', 'close')
  if (status === 401) response.setHeader('www-authenticate', 'Bearer')
  sendJson(response, status, error)
}

/** Sends a file of the page. */
export function sendAsset(request: IncomingMessage, response: ServerResponse, asset: Asset): void {
  const takesBrotli = /(?:^|[\s,])br(?:$|[\s,;])/.test(String(request.headers['accept-encoding'] ?? ''))
  const body = takesBrotli ? (asset.brotli ?? asset.plain) : asset.plain
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': asset.type,
    'content-length': body.length,
    'cache-control': asset.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(body === asset.brotli ? { 'content-encoding': 'br' } : {}),
  })
  if (request.method === 'HEAD') response.end()
  else response.end(body)
}
