import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { LocalSwfError } from '../errors.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether an address can only be reached from this machine. IPv4 addresses may be in IPv6 form (`::ffff:127.0.0.1`). */
export function isLoopback(address: string): boolean {
  const [plain] = address.split('%', 1) // without a zone, as in fe80::1%eth0
  return loopback.check(plain!, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * Resolves the host to the address to listen on. The server listens on the address that is checked here, so the name can't
 * resolve to another address a moment later.
 *
 * @throws LocalSwfError HOST_UNPROTECTED, OPTION_INVALID
 */
export async function addressOf(host: string, isProtected: boolean): Promise<string> {
  const address = await resolved(host)
  if (isProtected || isLoopback(address)) return address
  throw new LocalSwfError(
    'HOST_UNPROTECTED',
    `Other machines can reach ${host === '' ? 'the server on every address' : host}, and requests need no key. ` +
      'Set access keys (--access-keys FILE), listen on 127.0.0.1, or allow it explicitly (--insecure)',
  )
}

async function resolved(host: string): Promise<string> {
  if (host === '') return '::' // all addresses, as in Node
  try {
    return (await lookup(host)).address
  } catch (cause) {
    throw new LocalSwfError(
      'OPTION_INVALID',
      `The host '${host}' can't be resolved (${(cause as NodeJS.ErrnoException).code}). Set an address of this machine`,
      { cause },
    )
  }
}
