import { statSync, type BigIntStats } from 'node:fs'
import { LocalSwfError } from '../errors.ts'
import type { Storage } from './storage.ts'

/** How often the file is looked at besides the commits, in milliseconds. */
const interval = 500

/**
 * Notices that a database file, or its write-ahead log, is no longer what is written to: it was deleted, renamed, replaced or
 * cut. By `stat` alone, which costs a few microseconds: reading the file would drop SQLite's locks.
 */
export class FileWatch {
  readonly #seen: Seen[]
  #cut = false

  /** Takes the files as they are now. */
  constructor(file: string) {
    this.#seen = [file, `${file}-wal`].map(path => ({ path, ...look(path) }))
  }

  /** Whether the database file was found cut: then nothing must be written into it. */
  get cut(): boolean {
    return this.#cut
  }

  /** @throws LocalSwfError DB_MOVED */
  check(): void {
    for (const seen of this.#seen) {
      const now = look(seen.path)
      if (now.inode !== seen.inode) {
        throw moved(seen.path, now.inode === undefined ? 'was deleted or renamed' : 'was replaced')
      }
      // the write-ahead log is cut by SQLite itself
      if (seen === this.#seen[0] && now.size < seen.size) {
        this.#cut = true
        throw moved(seen.path, 'was cut')
      }
      seen.size = now.size
    }
  }
}

interface Seen {
  readonly path: string
  readonly inode: string | undefined
  size: bigint
}

function look(path: string): Omit<Seen, 'path'> {
  let found: BigIntStats | undefined
  try {
    found = statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    // a folder on the way is gone
  }
  return found === undefined
    ? { inode: undefined, size: 0n }
    : { inode: `${found.dev}-${found.ino}`, size: found.size }
}

const moved = (file: string, how: string) =>
  new LocalSwfError(
    'DB_MOVED',
    `${file} ${how} while it was open. Nothing is acknowledged from now on. Put the file back, then start again`,
  )

/** Checks the storage twice a second, until it fails or the returned function is called. */
export function watch(storage: Pick<Storage, 'check'>, onFailed: (error: unknown) => void): () => void {
  const timer = setInterval(() => {
    try {
      storage.check()
    } catch (error) {
      clearInterval(timer)
      onFailed(error)
    }
  }, interval)
  timer.unref()
  return () => clearInterval(timer)
}
