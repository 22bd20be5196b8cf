import { statSync, type BigIntStats } from 'node:fs'
import { dirname } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import type { Storage } from './storage.ts'

/** How often the file is looked at besides the commits, in milliseconds. */
const interval = 500

/**
 * Notices that a database file, or its write-ahead log, is no longer what is written to: it was deleted, renamed, replaced or
 * cut. By `stat` alone, which costs a few microseconds: reading the file would drop SQLite's locks.
 *
 * A commit doesn't look at the write-ahead log itself. Linux gives a file that was looked at a new time at its next write, and
 * `fsync` has to write that down as well: commits took a third longer. The folder shows that something in it went away.
 */
export class FileWatch {
  readonly #folder: string
  readonly #file: Seen
  readonly #log: Seen
  #folderSeen: string
  #truncated = false

  /** Takes the files as they are now. */
  constructor(file: string) {
    this.#folder = dirname(file)
    this.#folderSeen = folderNow(this.#folder)
    this.#file = { path: file, ...look(file) }
    this.#log = { path: `${file}-wal`, ...look(`${file}-wal`) }
  }

  /** Whether the database file was found cut: then nothing must be written into it. */
  get truncated(): boolean {
    return this.#truncated
  }

  /** @throws LocalSwfError DB_MOVED */
  check(): void {
    this.beforeCommit()
    checkPlace(this.#log)
  }

  /** @throws LocalSwfError DB_MOVED */
  beforeCommit(): void {
    const { size } = checkPlace(this.#file)
    if (size < this.#file.size) {
      this.#truncated = true
      throw moved(this.#file.path, 'was cut')
    }
    this.#file.size = size
  }

  /** @throws LocalSwfError DB_MOVED */
  afterCommit(): void {
    const seen = folderNow(this.#folder)
    if (seen === this.#folderSeen) return
    this.check()
    this.#folderSeen = seen
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

/** Throws unless the file is the one that was seen. */
function checkPlace({ path, inode }: Seen): Omit<Seen, 'path'> {
  const now = look(path)
  if (now.inode === inode) return now
  throw moved(path, now.inode === undefined ? 'was deleted or renamed' : 'was replaced')
}

/** Changes when a file is made in the folder, deleted or renamed, and when the folder itself is another one. */
function folderNow(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? 'gone' : `${found.dev}-${found.ino}-${found.mtimeNs}`
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
