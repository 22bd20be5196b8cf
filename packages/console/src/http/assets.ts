import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

/** A file of the page. */
export interface Asset {
  readonly type: string
  /** Its name contains a hash of its content, so it never changes. */
  readonly isHashed: boolean
  readonly plain: Buffer
  /** The same, compressed by brotli. */
  readonly brotli: Buffer | undefined
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
}

/** Reads all files of the page, by their addresses. What isn't among them is never read, whatever an address contains. */
export function loadAssets(folder: string): ReadonlyMap<string, Asset> {
  const found = new Map<string, Asset>()
  if (!existsSync(folder)) return found
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = join(entry.parentPath, entry.name)
    const compressed = `${file}.br`
    found.set(`/${relative(folder, file).split(sep).join('/')}`, {
      type,
      isHashed: /-[\w-]{8}\.\w+$/.test(entry.name),
      plain: readFileSync(file),
      brotli: existsSync(compressed) ? readFileSync(compressed) : undefined,
    })
  }
  return found
}

/** Whether an address is one that the page shows by itself, so that it gets the page. */
export const isPage = (path: string): boolean =>
  /^\/(?:(?:executions|task-lists|schedules|clock|files)?$|(?:execution|file)\/)/.test(path)
