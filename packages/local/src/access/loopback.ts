import { lookup } from 'node:dns/promises'
import { BlockList, isIPv6 } from 'node:net'
import { LocalSwfError } from '../errors.ts'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine reaches an address. IPv4 addresses may be written as IPv6 ones (`::ffff:127.0.0.1`). */
export function isLoopback(address: string): boolean {
  const [plain] = address.split('%', 1) // a zone, as in fe80::1%eth0
  return loopback.check(plain!, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/**
 * The address to listen on. The name is resolved here, and the server listens on what came out: nobody who answers for the
 * name can say one thing now and another a moment later.
 *
 * @throws LocalSwfError HOST_UNPROTECTED, OPTION_INVALID
 */
export async function addressOf(host: string, isProtected: boolean): Promise<string> {
  const address = await resolved(host)
  if (isProtected || isLoopback(address)) return address
  throw new LocalSwfError(
    'HOST_UNPROTECTED',
    `${host === '' ? 'Every address' : host} is reachable from other machines, and requests need no key. ` +
      'Give access keys (--access-keys FILE), listen on 127.0.0.1, or say that it is meant so (--insecure)',
  )
}

async function resolved(host: string): Promise<string> {
  if (host === '') return '::' // as Node takes it: all addresses
  try {
    return (await lookup(host)).address
  } catch (cause) {
    throw new LocalSwfError(
      'OPTION_INVALID',
      `The host '${host}' can't be resolved (${(cause as NodeJS.ErrnoException).code}): give an address of this machine`,
      { cause },
    )
  }
}
