import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RawResponse } from '../swf-protocol.ts'

/** A request whose body has been read. */
export interface HttpRequest {
  readonly method: string
  /** The request target without its query string. */
  readonly path: string
  /** The request target, as in the request line. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Aborted when the client has left. */
  readonly signal: AbortSignal
  /** Resolves when there is enough memory for a large response. Must be called at most once. */
  readonly waitForCapacity: () => Promise<void>
}

/** Returns a response if the request is refused before its body is read. */
export type Guard = (request: IncomingMessage) => RawResponse | undefined

/** Returns a response, or undefined to leave the request to the next route. If it throws, the connection is cut. */
export type Route = (request: HttpRequest) => Promise<RawResponse | undefined> | RawResponse | undefined

/** The value of a header; the first one if it occurs more than once. */
export function header({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
