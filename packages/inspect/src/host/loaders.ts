import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** Whether Node or a loader has to remove types from a file. */
export const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/.test(file)

/**
 * The arguments of Node with which it can import these modules. TypeScript is run by `loader`, by default the tsx that is installed for
 * the first such module. Without one, Node runs it itself, if it can.
 */
export function nodeArguments(files: readonly string[], loader: string | undefined): readonly string[] {
  const first = files.find(isTypeScript)
  if (first === undefined) return []
  const found = loader ?? installed('tsx', first)
  return found === undefined ? [] : ['--import', found]
}

function installed(name: string, from: string): string | undefined {
  try {
    return pathToFileURL(createRequire(from).resolve(name)).href
  } catch {
    return undefined
  }
}
