import { AccessControl } from './access-control.ts'
import { checkAccessKeys, type AccessKey } from './access-key.ts'

/**
 * Creates the access control for a list of keys. AWS's signature code is only loaded here, so a server without keys doesn't need
 * it.
 *
 * @throws LocalSwfError ACCESS_KEYS_INVALID
 */
export async function accessControl(keys: readonly AccessKey[]): Promise<AccessControl> {
  checkAccessKeys(keys)
  const { signatureOf } = await import('./sigv4.ts')
  return new AccessControl(keys, signatureOf)
}
