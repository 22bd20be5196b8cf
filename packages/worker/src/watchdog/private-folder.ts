import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  type Stats,
} from 'node:fs'
import { join } from 'node:path'
import { ReyieldError } from '@reyield/workflow'

/**
 * Other users of the machine can read or write the watchdog's folder.
 *
 * @example
 * ```ts
 * if (isReyieldError(error, 'WATCHDOG_FOLDER_UNSAFE')) console.error(error.message)
 * ```
 */
export class UnsafeFolderError extends ReyieldError<'WATCHDOG_FOLDER_UNSAFE'> {
  static {
    this.prototype.name = 'UnsafeFolderError'
  }
  constructor(folder: string, problem: string) {
    super(
      'WATCHDOG_FOLDER_UNSAFE',
      `The watchdog's folder '${folder}' isn't private: ${problem}. ` +
        `Set watchdog.folder to a folder that only this user can open (mode 0700), or to one that doesn't exist yet`,
    )
  }
}

/** Larger files aren't notes of a watchdog. */
const mostBytes = 65_536

/**
 * Reads the `.json` files of a folder that only this process's user can open. Links and files of other users are left out.
 * A folder that doesn't exist is empty.
 *
 * @throws UnsafeFolderError (WATCHDOG_FOLDER_UNSAFE)
 */
export function readPrivateFolder(folder: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const opened = open(folder)
  if (opened === undefined) return files
  try {
    for (const name of readdirSync(opened.path).filter(file => file.endsWith('.json'))) {
      const text = contentOf(join(opened.path, name))
      if (text !== undefined) files.set(name, text)
    }
    return files
  } finally {
    opened.close()
  }
}

/** Returns a path that remains the same folder even if its name is reused. */
function open(folder: string): { path: string; close(): void } | undefined {
  try {
    checkPrivate(folder, lstatSync(folder))
    if (process.platform !== 'linux') return { path: folder, close: () => undefined }
    const descriptor = openSync(folder, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW)
    const close = () => closeSync(descriptor)
    try {
      checkPrivate(folder, fstatSync(descriptor))
    } catch (error) {
      close()
      throw error
    }
    return { path: `/proc/self/fd/${descriptor}`, close }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof UnsafeFolderError) throw error
    throw new UnsafeFolderError(folder, `it can't be opened (${(error as NodeJS.ErrnoException).code})`)
  }
}

function checkPrivate(folder: string, { mode, uid }: Stats): void {
  if ((mode & constants.S_IFMT) === constants.S_IFLNK) throw new UnsafeFolderError(folder, 'it is a link')
  if ((mode & constants.S_IFMT) !== constants.S_IFDIR)
    throw new UnsafeFolderError(folder, "it isn't a folder")
  const user = process.getuid?.()
  if (user === undefined) return // Windows has access lists instead of modes, and temporary folders for each user
  if (uid !== user)
    throw new UnsafeFolderError(folder, `it belongs to user ${uid}, and this process runs as user ${user}`)
  if ((mode & 0o077) !== 0) {
    throw new UnsafeFolderError(folder, `its mode is ${(mode & 0o7777).toString(8).padStart(4, '0')}`)
  }
}

/** The content of a note. O_NONBLOCK, since opening a pipe would block. */
function contentOf(path: string): string | undefined {
  let descriptor: number | undefined
  try {
    descriptor = openSync(
      path,
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
    )
    const stats = fstatSync(descriptor)
    const isOurs = process.getuid === undefined || stats.uid === process.getuid()
    return stats.isFile() && isOurs && stats.size <= mostBytes ? readFileSync(descriptor, 'utf8') : undefined
  } catch {
    return undefined // a link, or a file that was removed
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}
