import { lstatSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A frame as V8 prints it: `order (file:///app/workflows.js:12:20)`, or the place alone. */
const frame = /^(?:(.*) \()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/

/**
 * Translates a stack frame to its source, `order (/app/workflows.ts:9:18)`. It uses the source map that the script names (a file
 * beside it, or inline), and that of the source if a bundler has bundled the output of a compiler. A frame without a source map is
 * returned without `file://`.
 *
 * @example
 * ```ts
 * const [, first = ''] = new Error('here').stack!.split('\n    at ')
 * console.log(sourceLine(first)) // order (/app/workflows.ts:9:18)
 * ```
 */
export function sourceLine(line: string): string {
  const [, name, script, row, column] = frame.exec(line) ?? []
  if (script === undefined) return line
  const path = script.startsWith('file:') ? fileURLToPath(script.split('?')[0]!) : script
  const place = sourceOf({ path, row: Number(row), column: Number(column) }, mapOf(path))
  return name === undefined ? place : `${name.replace(/^Object\./, '')} (${place})`
}

/** A position in a script with a source map. The process may run a script that isn't in a file. */
export function sourcePlace(script: string, row: number, column: number, mapUrl: string | undefined): string {
  const path = script.startsWith('file:') ? fileURLToPath(script.split('?')[0]!) : script
  const map = mapUrl === undefined || mapUrl === '' ? mapOf(path) : parseMap(path, mapUrl)
  return sourceOf({ path, row, column }, map)
}

interface Place {
  readonly path: string
  readonly row: number
  readonly column: number
}

function sourceOf(place: Place, map: SourceMap | undefined): string {
  const seen = new Set<string>()
  for (let found = map; found !== undefined && !seen.has(place.path); found = mapOf(place.path)) {
    seen.add(place.path)
    const origin = found.findOrigin(place.row, place.column)
    if (!('fileName' in origin)) break
    const { fileName, lineNumber, columnNumber } = origin
    place = {
      path: sourcePath(place.path, found.payload.sourceRoot, fileName),
      row: lineNumber,
      column: columnNumber,
    }
  }
  return `${place.path}:${place.row}:${place.column}`
}

/** The path of a source that a script's map names, perhaps relative to its `sourceRoot`. */
function sourcePath(script: string, root: string | undefined, source: string): string {
  if (source.startsWith('file:')) return fileURLToPath(source)
  const folder = root?.startsWith('file:') === true ? fileURLToPath(root) : (root ?? '')
  return resolve(dirname(script), folder, source)
}

const maps = new Map<string, SourceMap | undefined>()

function mapOf(path: string): SourceMap | undefined {
  if (!maps.has(path)) maps.set(path, readMap(path))
  return maps.get(path)
}

function readMap(path: string): SourceMap | undefined {
  if (!/\.[cm]?js$/.test(path)) return undefined
  try {
    const url = /\/\/# sourceMappingURL=(\S+)\s*$/.exec(readFileSync(path, 'utf8'))?.[1]
    return url === undefined ? undefined : parseMap(path, url)
  } catch {
    return undefined // then the lines of the script are shown
  }
}

function parseMap(path: string, url: string): SourceMap | undefined {
  try {
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1]
    const text =
      inline === undefined
        ? readFileSync(url.startsWith('file:') ? fileURLToPath(url) : resolve(dirname(path), url), 'utf8')
        : Buffer.from(inline, 'base64').toString()
    const map = new SourceMap(JSON.parse(text) as SourceMapPayload)
    noteContents(path, map.payload)
    return map
  } catch {
    return undefined
  }
}

/** The contents of sources that source maps contain, by path. */
const contents = new Map<string, string>()

function noteContents(script: string, payload: SourceMapPayload & Sections): void {
  const {
    sources = [],
    sourcesContent = [],
    sourceRoot,
    sections = [],
  } = payload as Partial<SourceMapPayload> & Sections
  for (const { map } of sections) noteContents(script, map)
  for (const [index, source] of sources.entries()) {
    const content = sourcesContent[index] as string | null | undefined
    if (typeof content === 'string') contents.set(sourcePath(script, sourceRoot, source), content)
  }
}

/** The parts of an index map, which Node's types lack. */
interface Sections {
  readonly sections?: readonly { readonly map: SourceMapPayload }[]
}

/** The longest line that is source code for people. A minified bundle has longer ones. */
const longestLine = 500

/**
 * Returns a function that reads lines of source files: `text('/app/workflows.ts', 9)`. The text comes from the source map if that
 * contains it, so that it belongs to the code that runs, else from the file. Undefined if neither has the line, or if the line has more
 * than 500 characters. Each file is read once.
 *
 * @example
 * ```ts
 * const text = sourceTexts()
 * console.log(text('/app/workflows.ts', 9)) //   yield* charge(order)
 * ```
 */
export function sourceTexts(): (path: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>()
  return (path, line) => {
    let lines = files.get(path)
    if (lines === undefined) files.set(path, (lines = (contents.get(path) ?? readText(path)).split(/\r?\n/)))
    const text = lines[line - 1]
    return text === undefined || text === '' || text.length > longestLine ? undefined : text
  }
}

/** The longest source file that is code for people, in characters. */
const longestSource = 2_000_000
const ofSources = /\.(?:[cm]?[jt]sx?|vue|svelte|astro|civet|coffee|res|imba)$/

/**
 * Returns the text of a source file: from a source map that was read in this process, if one contains it, else from the file. Undefined if there
 * is none, if the name isn't that of source code, and for a symbolic link or a very long file.
 *
 * @example
 * ```ts
 * console.log(sourceText('/app/workflows.ts')?.split('\\n')[8])
 * ```
 */
export function sourceText(path: string): string | undefined {
  const known = contents.get(path)
  if (known !== undefined) return known
  if (!ofSources.test(path)) return undefined
  try {
    const stat = lstatSync(path)
    return stat.isFile() && stat.size <= longestSource ? readFileSync(path, 'utf8') : undefined
  } catch {
    return undefined
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
