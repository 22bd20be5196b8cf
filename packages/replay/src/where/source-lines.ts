import { readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A frame as V8 prints it: `order (file:///app/workflows.js:12:20)`, or the place alone. */
const frame = /^(?:(.*) \()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/

/**
 * A stack frame at its source: `order (/app/workflows.ts:9:18)`, by the source map that the script names itself (a file
 * beside it, or inline). What has none stays as it is, without `file://`.
 */
export function sourceLine(line: string): string {
  const [, name, script, row, column] = frame.exec(line) ?? []
  if (script === undefined) return line
  const path = script.startsWith('file:') ? fileURLToPath(script.split('?')[0]!) : script
  const origin = mapOf(path)?.findOrigin(Number(row), Number(column))
  const place =
    origin === undefined || !('fileName' in origin)
      ? `${path}:${row}:${column}`
      : `${origin.fileName.startsWith('file:') ? fileURLToPath(origin.fileName) : resolve(dirname(path), origin.fileName)}:${origin.lineNumber}:${origin.columnNumber}`
  return name === undefined ? place : `${name.replace(/^Object\./, '')} (${place})`
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
    if (url === undefined) return undefined
    const inline = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1]
    const text =
      inline === undefined
        ? readFileSync(resolve(dirname(path), url), 'utf8')
        : Buffer.from(inline, 'base64').toString()
    return new SourceMap(JSON.parse(text) as SourceMapPayload)
  } catch {
    return undefined // the script's own lines are better than none
  }
}
