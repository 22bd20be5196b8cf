import { isIP } from 'node:net'
import { isLoopback } from '../../access/loopback.ts'
import { refusal } from './responses.ts'
import type { Guard } from './request.ts'

/**
 * Refuses requests whose Host header isn't a name of this server. A web page can make its own domain resolve to this machine (DNS
 * rebinding). To the browser, its requests then have the same origin, but they still have that domain in the Host header.
 * Accepted are loopback names and addresses, the address that the server listens on, that of the connection, and the allowed
 * names. A request without a Host header (HTTP/1.0) doesn't come from a browser.
 *
 * @param bound the address or name that the server listens on
 * @param allowed further names; a port in them is ignored
 */
export function hostGuard(bound: string, allowed: readonly string[] = []): Guard {
  const names = new Set([bound, ...allowed].map(name => nameIn(name) ?? name))
  return ({ headers, socket }) => {
    if (headers.host === undefined) return undefined
    const name = nameIn(headers.host)
    if (name !== undefined) {
      if (names.has(name) || isOwn(name) || name === nameIn(socket.localAddress ?? '')) return undefined
    }
    return refusal(
      403,
      'AccessDeniedException',
      `The Host header '${headers.host.slice(0, 100)}' isn't a name of this server. Use a loopback name or the address that it listens on, or allow the name (--allow-host)`,
    )
  }
}

/** Browsers resolve names under `localhost` themselves, always to loopback. */
const isOwn = (name: string) =>
  isIP(name) === 0 ? name === 'localhost' || name.endsWith('.localhost') : isLoopback(name)

/** The name in a Host header, without its port, in canonical form. Undefined if it isn't valid. */
function nameIn(host: string): string | undefined {
  const lower = host.trim().toLowerCase()
  if (isIP(lower) === 6) return canonical(lower)
  const [, bracketed, name] = /^(?:\[([^\]]+)\]|([^:[\]]+?)\.?)(?::\d*)?$/.exec(lower) ?? []
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? canonical(bracketed) : undefined
  return name
}

/** The canonical form of an IPv6 address, or the IPv4 address that it is mapped from. */
function canonical(address: string): string {
  const [, ipv4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? []
  if (ipv4 !== undefined) return ipv4
  try {
    return new URL(`http://[${address}]`).hostname.slice(1, -1)
  } catch {
    return address // with a zone
  }
}
