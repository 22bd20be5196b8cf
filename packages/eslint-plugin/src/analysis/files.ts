import { readFileSync, statSync, type Stats } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** For how long a file that was looked at counts as unchanged, in milliseconds. A linter reads many files at once. */
const trusted = 500

/** What is kept of a file. Its text isn't: editors lint for days, and projects have many files. */
interface Known {
  readonly modified: number
  readonly scan: Scan
  checked: number
}

/** What is read from a file's text without parsing it. */
interface Scan {
  readonly importsReyield: boolean
  readonly relative: readonly string[]
}

const known = new Map<string, Known | undefined>()
const resolved = new Map<string, { file: string | undefined; checked: number }>()

/** A file as it is now, or undefined if there is none. It's the same object until the file changes. */
export function fileAt(path: string): Known | undefined {
  const before = known.get(path)
  const time = Date.now()
  if (before !== undefined && time - before.checked < trusted) return before
  const stat = statOf(path)
  if (stat === undefined || stat.size > 1_000_000) {
    known.delete(path)
    return undefined
  }
  if (before !== undefined && before.modified === stat.mtimeMs) {
    before.checked = time
    return before
  }
  const text = textOf(path)
  if (text === undefined) return undefined
  const read: Known = { modified: stat.mtimeMs, scan: scanned(text), checked: time }
  known.set(path, read)
  return read
}

/** The text of a file, or undefined if it can't be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** The facts of a file. Undefined if there is none, or if it can't be read: a linter must not fail because of what a file imports. */
function statOf(path: string): Stats | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false })
    return stat?.isFile() ? stat : undefined
  } catch {
    return undefined // a folder in the path is a file, or may not be read
  }
}

/** How a written extension may be spelled by a source file: TypeScript imports `x.ts` as `x.js`. */
const spelled: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx'],
  '.jsx': ['.tsx', '.jsx'],
  '.mjs': ['.mts', '.mjs'],
  '.cjs': ['.cts', '.cjs'],
}
const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs']

/** The file that a relative import means, or undefined. */
export function resolveRelative(from: string, specifier: string): string | undefined {
  const path = resolve(dirname(from), specifier.replace(/[?#].*$/, ''))
  const time = Date.now()
  const before = resolved.get(path)
  if (before !== undefined && time - before.checked < trusted) return before.file
  const file = candidates(path).find(one => statOf(one) !== undefined)
  resolved.set(path, { file, checked: time })
  return file
}

function candidates(path: string): string[] {
  const extension = /\.[cm]?[jt]sx?$/.exec(path)?.[0]
  if (extension !== undefined) {
    const stem = path.slice(0, -extension.length)
    return spelled[extension]?.map(one => stem + one) ?? [path]
  }
  return [...extensions.map(one => path + one), ...extensions.map(one => resolve(path, `index${one}`))]
}

/** Whether a specifier is a relative path. */
export const isRelative = (specifier: string): boolean => /^\.\.?(\/|$)/.test(specifier)

const reyield = /['"]@reyield\/[a-z-]+(?:\/[a-z-]+)?['"]/
const relativeImport = /(?:\bfrom|\bimport|\brequire\s*\()\s*['"](\.\.?\/[^'"\n]*|\.\.?)['"]/g
const typeImport = /\b(?:import|export)\s+type\s[^'"=;]*\bfrom\s*['"][^'"\n]*['"]/g

/** What a text imports. A comment that looks like an import counts as one, which costs time only. */
function scanned(text: string): Scan {
  const importsReyield = reyield.test(text)
  if (!text.includes("'.") && !text.includes('".')) return { importsReyield, relative: [] }
  const relative = [...text.replaceAll(typeImport, '').matchAll(relativeImport)].map(([, path]) => path!)
  return { importsReyield, relative: [...new Set(relative)] }
}

/** How deep relative imports are followed, and how many files are read for one. */
export const limits = { depth: 5, files: 200 } as const

/**
 * Whether a text imports one of Reyield's packages, itself or through relative imports. Files are searched for the import, not parsed,
 * so that this costs little in projects, or parts of them, that have nothing to do with Reyield.
 */
export function reachesReyield(path: string, text: string): boolean {
  const own = scanned(text)
  if (own.importsReyield) return true
  const seen = new Set([path])
  let level: readonly [string, Scan][] = [[path, own]]
  for (let depth = 1; depth <= limits.depth; depth++) {
    const next: [string, Scan][] = []
    for (const [from, { relative }] of level) {
      for (const specifier of relative) {
        const file = resolveRelative(from, specifier)
        if (file === undefined || seen.has(file)) continue
        if (seen.size > limits.files) return false
        seen.add(file)
        const read = fileAt(file)
        if (read === undefined) continue
        if (read.scan.importsReyield) return true
        next.push([file, read.scan])
      }
    }
    level = next
  }
  return false
}
