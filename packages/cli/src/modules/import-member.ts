import { ConfigError } from '../errors/config.ts'
import { importFile } from './import-file.ts'

/**
 * The export `name` of a module of the configuration, or its default export.
 *
 * @throws ConfigError (CONFIG_INVALID) if the module can't be loaded, or has no such export with these methods
 */
export async function importMember<T>(
  file: string,
  name: string,
  methods: readonly (keyof T & string)[],
): Promise<T> {
  const module = await importConfigured(file, name)
  for (const found of [module[name], module['default']]) {
    if (typeof found !== 'object' || found === null) continue
    if (methods.every(method => typeof (found as Record<string, unknown>)[method] === 'function'))
      return found as T
  }
  throw new ConfigError(
    `The module of ${name} exports no ${name}: ${file}. Expected was a default export, or one named ${name}, with the methods ` +
      methods.join(' and '),
  )
}

/**
 * The list `name` that a module of the configuration exports, or its default export. `what` are its elements.
 *
 * @throws ConfigError (CONFIG_INVALID) if the module can't be loaded, or exports no such list
 */
export async function importList<T>(file: string, name: string, what: string): Promise<readonly T[]> {
  const module = await importConfigured(file, name)
  const found = [module[name], module['default']].find(each => Array.isArray(each))
  if (found !== undefined) return found as readonly T[]
  throw new ConfigError(
    `The module of ${name} exports no ${name}: ${file}. Expected was a default export, or one named ${name}, that is a list of ${what}`,
  )
}

/** Imports a module that the configuration names. `member` is where. */
export async function importConfigured(
  file: string,
  member: string,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await importFile(file)
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
    throw new ConfigError(`The module of ${member} can't be loaded: ${file}. ${reason}`, { cause: error })
  }
}
