import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import type { RawResponse } from '../swf-protocol.ts'

/** A request whose body has been read. */
export interface HttpRequest {
  readonly method: string
  /** The request target without its query string. */
  readonly path: string
  /** As it stands in the request line. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  /** Aborted when the client is gone. */
  readonly signal: AbortSignal
  /** Resolves when there is room for a large answer. To be asked at most once. */
  readonly waitForCapacity: () => Promise<void>
}

/** Refuses a request before its body is read; undefined: not refused. */
export type Guard = (request: IncomingMessage) => RawResponse | undefined

/** Answers a request, or leaves it to the next route: undefined. A thrown error cuts the connection. */
export type Route = (request: HttpRequest) => Promise<RawResponse | undefined> | RawResponse | undefined

/** A header that is given once. */
export function header({ headers }: Pick<HttpRequest, 'headers'>, name: string): string | undefined {
  const value = headers[name]
  return Array.isArray(value) ? value[0] : value
}
