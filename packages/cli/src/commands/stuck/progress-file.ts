import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../../config/cache-folder.ts'
import type { SearchProgress as Progress } from '@reyield/inspect/internal'

/** The number of the format. A file of another one is left out. */
const format = 1

/** Keeps the progress of one search, for `--resume`, in the cache folder of the user. */
export class ProgressFile {
  readonly #folder: string
  readonly #file: string

  /** `search` is what is searched: another domain or another condition is another search. */
  constructor(search: unknown, env: Readonly<Record<string, string | undefined>>) {
    const name = createHash('sha256').update(JSON.stringify(search)).digest('hex').slice(0, 16)
    this.#folder = cacheFolder(env)
    this.#file = join(this.#folder, `stuck-${name}.json`)
  }

  /** Undefined if nothing was kept, or if it can't be read. */
  read(): Progress | undefined {
    try {
      const { version, looked, cursor } = JSON.parse(
        readFileSync(this.#file, 'utf8'),
      ) as Partial<Progress> & {
        readonly version?: number
      }
      return version === format && typeof looked === 'number' && cursor !== undefined
        ? { looked, cursor }
        : undefined
    } catch {
      return undefined
    }
  }

  /** Returns whether it was kept. A cache folder that can't be written to is no reason to fail. */
  write(progress: Progress): boolean {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      writeFileSync(this.#file, JSON.stringify({ version: format, ...progress }), { mode: 0o600 })
      return true
    } catch {
      return false
    }
  }

  remove(): void {
    rmSync(this.#file, { force: true })
  }
}
