import { AccessControl } from './access-control.ts'
import { checkAccessKeys, type AccessKey } from './access-key.ts'

/**
 * Makes the access control for a list of keys. AWS's code for signatures is loaded here, so that a server without keys
 * doesn't need it.
 *
 * @throws LocalSwfError ACCESS_KEYS_INVALID
 */
export async function accessControl(keys: readonly AccessKey[]): Promise<AccessControl> {
  checkAccessKeys(keys)
  const { signatureOf } = await import('./sigv4.ts')
  return new AccessControl(keys, signatureOf)
}
