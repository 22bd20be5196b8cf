import { isIP } from 'node:net'
import { isLoopback } from '../../access/loopback.ts'
import { refusal } from './responses.ts'
import type { Guard } from './request.ts'

/**
 * Refuses requests whose Host header isn't a name of this server. A web page can make its own domain resolve to this
 * machine (DNS rebinding); a browser then sees no other origin, but still sends that domain as Host. Accepted are loopback
 * names and addresses, the address that was listened on, that of the connection, and the names that were allowed. A
 * request without a Host header (HTTP/1.0) isn't a browser's.
 *
 * @param bound the address or name that was listened on
 * @param allowed further names; a port in them doesn't count
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
      `The Host header names '${headers.host.slice(0, 100)}', which isn't a name of this server. Use a loopback name or the address that it listens on, or allow the name (--allow-host)`,
    )
  }
}

/** Browsers resolve the names under `localhost` themselves, always to loopback. */
const isOwn = (name: string) =>
  isIP(name) === 0 ? name === 'localhost' || name.endsWith('.localhost') : isLoopback(name)

/** The name in a Host header, without its port, in one spelling; undefined: it is none. */
function nameIn(host: string): string | undefined {
  const lower = host.trim().toLowerCase()
  if (isIP(lower) === 6) return canonical(lower)
  const [, bracketed, name] = /^(?:\[([^\]]+)\]|([^:[\]]+?)\.?)(?::\d*)?$/.exec(lower) ?? []
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? canonical(bracketed) : undefined
  return name
}

/** An IPv6 address in one spelling; one that stands for an IPv4 address as that. */
function canonical(address: string): string {
  const [, ipv4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? []
  if (ipv4 !== undefined) return ipv4
  try {
    return new URL(`http://[${address}]`).hostname.slice(1, -1)
  } catch {
    return address // with a zone
  }
}
