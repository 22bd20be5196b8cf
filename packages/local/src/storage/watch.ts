import { statSync, type BigIntStats } from 'node:fs'
import { dirname } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import type { Storage } from './storage.ts'

/** How often the file is checked besides commits, in milliseconds. */
const interval = 500

/**
 * Detects that a database file or its write-ahead log was deleted, renamed, replaced or truncated while it was open. It only uses
 * `stat`, which takes a few microseconds; reading the file would drop SQLite's locks.
 *
 * Commits don't check the write-ahead log itself: after a `stat`, Linux gives the file a new timestamp at its next write, which
 * `fsync` must also write, and commits took a third longer. Instead they check the folder, whose timestamp changes when a file in
 * it is removed.
 */
export class FileWatch {
  readonly #folder: string
  readonly #file: Seen
  readonly #log: Seen
  #folderSeen: string
  #truncated = false

  /** Remembers the files as they are now. */
  constructor(file: string) {
    this.#folder = dirname(file)
    this.#folderSeen = folderNow(this.#folder)
    this.#file = { path: file, ...look(file) }
    this.#log = { path: `${file}-wal`, ...look(`${file}-wal`) }
  }

  /** Whether the database file has been truncated. Then nothing must be written to it. */
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
      throw moved(this.#file.path, 'was truncated')
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
    // a parent folder no longer exists
  }
  return found === undefined
    ? { inode: undefined, size: 0n }
    : { inode: `${found.dev}-${found.ino}`, size: found.size }
}

/** Throws unless the path still refers to the same file. */
function checkPlace({ path, inode }: Seen): Omit<Seen, 'path'> {
  const now = look(path)
  if (now.inode === inode) return now
  throw moved(path, now.inode === undefined ? 'was deleted or renamed' : 'was replaced')
}

/** A value that changes when a file in the folder is created, deleted or renamed, or when the folder itself is replaced. */
function folderNow(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? 'gone' : `${found.dev}-${found.ino}-${found.mtimeNs}`
}

const moved = (file: string, how: string) =>
  new LocalSwfError(
    'DB_MOVED',
    `${file} ${how} while it was open. All further requests are refused. Put the file back, then restart`,
  )

/** Checks the storage twice a second, until a check fails or the returned function is called. */
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
