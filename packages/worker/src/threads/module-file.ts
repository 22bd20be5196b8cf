import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { InvalidDefinitionError } from '@reyield/workflow'
import { describeType } from '@reyield/workflow/internal'

/** The endings of sources, by those of the files that a compiler makes of them. */
const sources: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts'],
  '.cjs': ['.cts'],
}

/**
 * Returns the `file:` URL of the module that exists: `resize.ts` for `resize.js` if a program runs from its sources.
 *
 * @throws InvalidDefinitionError (DEFINITION_INVALID)
 */
export function moduleFile(given: unknown, what = 'The module of inThread'): string {
  const url = fileUrl(given, what)
  const path = fileURLToPath(url)
  const ending = /\.[cm]?jsx?$/.exec(path)?.[0] ?? ''
  const stem = path.slice(0, path.length - ending.length)
  const found = [path, ...(sources[ending] ?? []).map(source => stem + source)].find(one => existsSync(one))
  if (found === undefined) {
    throw new InvalidDefinitionError(
      `${what} doesn't exist: ${path}. Its URL is relative to the file that has inThread`,
    )
  }
  const file = pathToFileURL(found)
  file.search = url.search
  return file.href
}

function fileUrl(given: unknown, what: string): URL {
  const url =
    given instanceof URL
      ? given
      : typeof given === 'string' && URL.canParse(given)
        ? new URL(given)
        : undefined
  if (url?.protocol === 'file:') return url
  const found =
    url === undefined
      ? typeof given === 'string'
        ? 'a string that is no URL'
        : describeType(given)
      : `a URL with ${url.protocol}`
  throw new InvalidDefinitionError(
    `${what} is ${found}: expected the URL of a file, such as new URL('./resize.js', import.meta.url)`,
  )
}
