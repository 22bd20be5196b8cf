import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { once } from '../context/once.ts'

const typescript = new Set(['.ts', '.mts', '.cts', '.tsx'])

/** Errors by which Node says that it can't run a TypeScript file as it is, although tsx can. */
const needsTsx = new Set([
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_MODULE_NOT_FOUND',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'MODULE_NOT_FOUND',
])

/** Loads tsx and lets it transform what is imported from now on. */
const useTsx = once(async () => {
  const [esm, cjs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')])
  esm.register()
  cjs.register()
})

/**
 * Imports a module of the user. TypeScript is run by Node if it can (it strips types from version 22.18 on), else by tsx, which is loaded
 * only then.
 */
export async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const url = pathToFileURL(file).href
  if (!typescript.has(extname(file))) return (await import(url)) as Record<string, unknown>
  if ((process.features as { typescript?: unknown }).typescript) {
    try {
      return await withoutWarnings(() => import(url) as Promise<Record<string, unknown>>)
    } catch (error) {
      if (!needsTsx.has(String((error as { code?: unknown } | undefined)?.code))) throw error
    }
  }
  await useTsx()
  return (await import(`${url}?tsx`)) as Record<string, unknown>
}

/** Node warns that stripping types is experimental, and about a package without a type. Users of a command can do nothing about it. */
async function withoutWarnings<T>(run: () => Promise<T>): Promise<T> {
  const emit = process.emitWarning.bind(process) as (...args: unknown[]) => void
  const original = Object.getOwnPropertyDescriptor(process, 'emitWarning')!
  process.emitWarning = (warning: string | Error, ...others: unknown[]) => {
    const text = String(warning)
    if (/[Tt]ype [Ss]tripping|Module type of/.test(text)) return
    emit(warning, ...others)
  }
  try {
    return await run()
  } finally {
    Object.defineProperty(process, 'emitWarning', original)
  }
}
