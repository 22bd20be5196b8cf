import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { ConfigError } from '../errors/config.ts'

const endings = ['ts', 'mts', 'js', 'mjs', 'json']

/**
 * The configuration file: the given one, or the first `reyield.config.*` in the folder or those above it.
 *
 * @throws ConfigError (CONFIG_INVALID) if the given file doesn't exist
 */
export function findConfig(folder: string, given: string | undefined): string | undefined {
  if (given !== undefined) {
    const file = resolve(folder, given)
    if (existsSync(file)) return file
    throw new ConfigError(
      `The configuration file doesn't exist: ${file}. It's chosen by --config or REYIELD_CONFIG`,
    )
  }
  for (let at = resolve(folder); ; at = dirname(at)) {
    const found = endings.map(ending => join(at, `reyield.config.${ending}`)).find(file => existsSync(file))
    if (found !== undefined) return found
    if (dirname(at) === at) return undefined
  }
}
