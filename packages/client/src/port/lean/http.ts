import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'

/** A response whose body has been read. */
export interface RawResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The signals that end a call. */
export interface CallSignals {
  /** Aborts the call. A response that is under way is lost. */
  readonly abortSignal?: AbortSignal | undefined
  /**
   * Ends the call where the server gives no task to a client that is leaving: only this side of the connection is closed, so a response that
   * is under way still arrives. Otherwise the call is aborted. Exchanges that can't do that don't read it.
   */
  readonly leaveSignal?: AbortSignal | undefined
}

/** Sends a POST to an endpoint, and returns the response. Network errors are thrown as the AWS SDK throws them. */
export type Exchange = (
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signals: CallSignals,
) => Promise<RawResponse>

/** The timeouts of a call, in milliseconds. */
export interface Timeouts {
  /** Until the response has begun. */
  readonly request: number
  /** Until the connection is established. */
  readonly connection: number
}

/**
 * Makes an exchange over connections that are kept open. Each call has a connection of its own, so polls never make other calls wait.
 */
export function httpExchange(
  endpoint: URL,
  timeouts: Timeouts,
): { readonly exchange: Exchange; close(): void } {
  const secure = endpoint.protocol === 'https:'
  const agent = new (secure ? HttpsAgent : Agent)({ keepAlive: true, maxFreeSockets: 64 })
  const request = secure ? httpsRequest : httpRequest
  const to = {
    method: 'POST',
    host: endpoint.hostname.replace(/^\[|\]$/g, ''),
    port: endpoint.port === '' ? (secure ? 443 : 80) : Number(endpoint.port),
    agent,
  }
  const exchange: Exchange = (path, headers, body, { abortSignal, leaveSignal }) =>
    new Promise((resolve, reject) => {
      for (const signal of [abortSignal, leaveSignal])
        if (signal?.aborted === true) return reject(abortError(signal))
      const sent = request({ ...to, path, headers }, response => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => {
          over()
          resolve({ status: response.statusCode!, headers: response.headers, body: text })
        })
        // the connection was cut in the middle of the response
        response.on('error', error =>
          fail(Object.assign(error, { $metadata: { httpStatusCode: response.statusCode } })),
        )
      })
      const timer = setTimeout(() => fail(timeoutError('respond', timeouts.request)), timeouts.request)
      let connecting: NodeJS.Timeout | undefined
      const over = () => {
        clearTimeout(timer)
        clearTimeout(connecting)
        abortSignal?.removeEventListener('abort', aborted)
        leaveSignal?.removeEventListener('abort', leave)
      }
      const fail = (error: Error) => {
        over()
        sent.destroy()
        reject(error)
      }
      const aborted = () => fail(abortError(abortSignal!))
      const leave = () => {
        if (sent.socket?.connecting === false) sent.socket.end()
        else fail(abortError(leaveSignal!))
      }
      abortSignal?.addEventListener('abort', aborted, { once: true })
      leaveSignal?.addEventListener('abort', leave, { once: true })
      sent.on('error', (error: NodeJS.ErrnoException) =>
        fail(leaveSignal?.aborted === true ? abortError(leaveSignal) : asTimeout(error)),
      )
      sent.once('socket', socket => {
        if (!socket.connecting) return
        const late = () => fail(timeoutError('accept a connection', timeouts.connection))
        connecting = setTimeout(late, timeouts.connection)
        socket.once('connect', () => clearTimeout(connecting))
      })
      sent.end(body)
    })
  return { exchange, close: () => agent.destroy() }
}

/** The AWS SDK gives these errors the name of a timeout. */
const asTimeout = (error: NodeJS.ErrnoException): Error =>
  ['ECONNRESET', 'EPIPE', 'ETIMEDOUT'].includes(error.code ?? '')
    ? Object.assign(error, { name: 'TimeoutError' })
    : error

const timeoutError = (what: string, limit: number): Error =>
  Object.assign(new Error(`The endpoint didn't ${what} within ${limit / 1000} s`), {
    name: 'TimeoutError',
    code: 'ETIMEDOUT',
  })

/** The error of an aborted request, as the SDK makes it from the reason. */
function abortError({ reason }: AbortSignal): Error {
  const given: unknown = reason
  const error =
    given instanceof Error || !given
      ? new Error('Request aborted', given instanceof Error ? { cause: given } : undefined)
      : new Error(given as string) // which Error makes a string
  return Object.assign(error, { name: 'AbortError' })
}
