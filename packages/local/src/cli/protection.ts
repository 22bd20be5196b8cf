import { readKeyFile } from '../access/key-file.ts'
import { readTlsFiles } from '../access/tls.ts'
import type { ListenOptions } from '../transports/http/listen.ts'
import { printWarning, text, type Given } from './command.ts'

type Protection = Pick<ListenOptions, 'accessKeys' | 'insecure' | 'tls'>

/** The options that control access to the server. The returned function reads their files and may throw a LocalSwfError. */
export function protectionOf(given: Given): () => Protection {
  const keyFile = text(given, 'access-keys')
  const [cert, key] = [text(given, 'tls-cert'), text(given, 'tls-key')]
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error('--tls-cert and --tls-key must be given together')
  }
  return () => ({
    insecure: given.values['insecure'] === true,
    ...(keyFile !== undefined && { accessKeys: keysOf(keyFile) }),
    ...(cert !== undefined && key !== undefined && { tls: readTlsFiles(cert, key) }),
  })
}

function keysOf(file: string) {
  const { keys, warning } = readKeyFile(file)
  if (warning !== undefined) printWarning(warning)
  return keys
}
