import { timingSafeEqual, createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import { ForbiddenRequestError, ReadOnlyConsoleError } from '../errors.ts'

/** Who may ask this server. */
export interface Access {
  /** The host on which it listens. */
  readonly host: string
  readonly token: string
  /** Why nothing can be changed; undefined if something can. */
  readonly whyReadOnly: string | undefined
}

/** A request, as far as its sender is checked. */
export interface Sender {
  readonly method: string
  readonly headers: IncomingHttpHeaders
}

/** Whether only processes of this machine can reach a server that listens on a host. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

/**
 * Checks the `Host` of a request. A web site that lets its name resolve to this machine (DNS rebinding) sends its own name, so only addresses and
 * the name that the server was given are accepted.
 *
 * @throws ForbiddenRequestError (REQUEST_FORBIDDEN)
 */
export function checkHost({ headers }: Sender, { host }: Access): void {
  const name = hostName(headers.host)
  const isKnown =
    name !== undefined &&
    (isLoopback(name) || (!isLoopback(host) && (isIP(name) !== 0 || name === host.toLowerCase())))
  if (isKnown) return
  throw new ForbiddenRequestError(
    'The request is for another host. Open the address that the command has printed',
  )
}

/**
 * Checks that a request for data comes from the page itself, or from a program, and not from another web site.
 *
 * @throws ForbiddenRequestError (REQUEST_FORBIDDEN)
 */
export function checkOrigin({ headers }: Sender): void {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  const isForeign = site !== undefined && site !== 'same-origin' && site !== 'none'
  const isOwn = origin?.toLowerCase().replace(/^https?:\/\//, '') === host?.toLowerCase() // a proxy may speak TLS with the browser
  if (isForeign || (origin !== undefined && !isOwn)) {
    throw new ForbiddenRequestError('The request comes from another web site')
  }
}

/**
 * Checks the token. A change always needs it. Reading needs it if other machines can reach the server. `changes`: whether SWF, or the local SWF
 * of this process, is changed.
 *
 * @throws ForbiddenRequestError (REQUEST_FORBIDDEN), ReadOnlyConsoleError (CONSOLE_READ_ONLY)
 */
export function checkToken(
  { method, headers }: Sender,
  { host, token, whyReadOnly }: Access,
  changes: boolean,
): void {
  const reads = method === 'GET' || method === 'HEAD'
  if (!reads || !isLoopback(host)) {
    const [, given] = /^Bearer (.+)$/i.exec(headers.authorization ?? '') ?? []
    if (given === undefined) {
      throw new ForbiddenRequestError(
        'The request has no token. Open the address that the command has printed, with #token=',
        401,
      )
    }
    if (!isEqual(given, token)) {
      throw new ForbiddenRequestError(
        'The token is that of another console. Open the address that the command has printed now',
      )
    }
  }
  if (changes && whyReadOnly !== undefined) throw new ReadOnlyConsoleError(whyReadOnly)
}

/** The name or address in a `Host` header, without the port and in lower case. */
function hostName(header: string | undefined): string | undefined {
  const [, six, name] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? '') ?? []
  return (six ?? name)?.toLowerCase()
}

/** Compares texts in a time that says nothing about them. */
const isEqual = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other))

const digest = (text: string) => createHash('sha256').update(text).digest()
