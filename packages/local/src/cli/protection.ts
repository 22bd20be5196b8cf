import { readKeyFile } from '../access/key-file.ts'
import { readTlsFiles } from '../access/tls.ts'
import type { ListenOptions } from '../transports/http/listen.ts'
import { printWarning, text, type Given } from './command.ts'

type Protection = Pick<ListenOptions, 'accessKeys' | 'insecure' | 'tls'>

/** The options of `swf-local` that say who may use it. Their files are read by what is returned, which may throw LocalSwfErrors. */
export function protectionOf(given: Given): () => Protection {
  const keyFile = text(given, 'access-keys')
  const [cert, key] = [text(given, 'tls-cert'), text(given, 'tls-key')]
  if ((cert === undefined) !== (key === undefined)) {
    throw new Error('--tls-cert and --tls-key belong together: give both or none')
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
