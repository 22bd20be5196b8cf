import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { vocabularyIn } from './literals.ts'
import type { Vocabulary } from './vocabulary.ts'

/** The specifiers of imports, exports and `require`. */
const imported = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*(?:'([^'\n]+)'|"([^"\n]+)")/g

/** Files that are longer are data or generated. In bytes. */
const longest = 5_000_000

/**
 * What the code of modules contains, and of the modules that they import, without installed packages: a dictionary of names in one of these
 * would keep the names of people.
 */
export function vocabularyOfModules(files: readonly string[]): Vocabulary {
  const texts = new Set<string>()
  const words = new Set<string>()
  const seen = new Set<string>()
  const left = [...files]
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const source = readFileSync(file, 'utf8')
    const found = vocabularyIn(source)
    for (const text of found.texts) texts.add(text)
    for (const word of found.words) words.add(word)
    for (const [, single, double] of source.matchAll(imported)) {
      const target = fileOf((single ?? double)!, file)
      if (target !== undefined) left.push(target)
    }
  }
  return { texts, words }
}

function fileOf(specifier: string, from: string): string | undefined {
  const found = specifier.startsWith('.')
    ? relativeFile(resolve(dirname(from), specifier))
    : packageFile(specifier, from)
  if (found === undefined || !/\.[cm]?[jt]sx?$/.test(found)) return undefined
  const file = realpathSync(found)
  return file.split(sep).includes('node_modules') || statSync(file).size > longest ? undefined : file
}

/** The file of a path that may lack its ending, name a folder, or have the ending of the compiled file. */
function relativeFile(path: string): string | undefined {
  const endings = ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx']
  const compiled = /\.([cm]?)js(x?)$/.exec(path)
  const candidates = [
    path,
    ...(compiled === null ? [] : [path.slice(0, compiled.index) + `.${compiled[1]}ts${compiled[2]}`]),
    ...endings.map(ending => `${path}.${ending}`),
    ...endings.map(ending => resolve(path, `index.${ending}`)),
  ]
  return candidates.find(file => existsSync(file) && statSync(file).isFile())
}

/** The file of a package, for instance of another one of the same workspace. */
function packageFile(specifier: string, from: string): string | undefined {
  if (/^(?:node:|@reyield\/)/.test(specifier)) return undefined
  try {
    const file = createRequire(pathToFileURL(from)).resolve(specifier)
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
