import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import { damagedFile } from './damage.ts'

/** SQLite's application id of our files: 'rSWF' in ASCII. */
export const applicationId = 0x72535746
/** The version of the file format. A file with a newer one is refused. */
export const version = 2

/** Byte offsets in SQLite's file format. */
const at = {
  writeVersion: 18,
  readVersion: 19,
  userVersion: 60,
  applicationId: 68,
  pageType: 100,
  cells: 103,
  headerEnd: 108,
}
const magic = Buffer.from('SQLite format 3\0')
const journalMagic = Buffer.from('d9d505f920a163d7', 'hex')

/**
 * Determines from the first bytes of a database file whether it's a log of a local SWF (`ours`), or missing, empty or without
 * tables (`none`). SQLite isn't used for this, since it would recover a journal or write-ahead log that may belong to another
 * program.
 *
 * Must not be called while this process has the file open in SQLite: closing any descriptor of the file drops SQLite's locks on
 * it.
 *
 * @throws LocalSwfError DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED
 */
export function ownerOf(file: string): 'ours' | 'none' {
  const header = firstBytes(file, at.headerEnd)
  if (header.length === 0) return checkNothingIsLeftBeside(file)
  const ours = header.length >= at.pageType && header.readUInt32BE(at.applicationId) === applicationId
  if (!header.subarray(0, magic.length).equals(magic)) {
    if (ours) throw damagedFile(file, "it doesn't begin with the header of a SQLite database")
    // a process died while it created the database, and only the journal, which undoes that, has reached the disk
    if (header.every(byte => byte === 0) && pagesBefore(file) === 0) return 'none'
    throw new LocalSwfError(
      'DB_FOREIGN',
      `${file} is not a SQLite database. It was not changed. Choose another file`,
    )
  }
  const written = header.length < at.pageType ? 0 : header.readUInt32BE(at.userVersion)
  if (ours) {
    checkVersion(file, written)
    // with other values, SQLite would open the file as read-only
    for (const place of [at.writeVersion, at.readVersion]) {
      if (header[place] !== 1 && header[place] !== 2)
        throw damagedFile(file, `byte ${place} of its header is ${header[place]}`)
    }
    return 'ours'
  }
  if (isBare(header) && written === 0 && !hasContent(`${file}-wal`) && !hasContent(`${file}-journal`)) {
    return 'none'
  }
  throw foreignDatabase(file, header.length < at.pageType ? 0 : header.readUInt32BE(at.applicationId))
}

/** Whether this is a database without application id and tables. */
const isBare = (header: Buffer) =>
  header.length === at.headerEnd &&
  header.readUInt32BE(at.applicationId) === 0 &&
  header[at.pageType] === 13 &&
  header.readUInt16BE(at.cells) === 0

/**
 * If the file is empty or missing, but its log or journal has content, then it was emptied or removed. SQLite would drop that
 * content.
 */
function checkNothingIsLeftBeside(file: string): 'none' {
  const what = sizeOf(file) === undefined ? 'missing' : 'empty'
  const left = hasContent(`${file}-wal`) ? 'wal' : (pagesBefore(file) ?? 0) > 0 ? 'journal' : undefined
  if (left === undefined) return 'none'
  throw new LocalSwfError(
    'DB_DAMAGED',
    `${file} is ${what}, but ${file}-${left} has content. Nothing was changed. Restore the database file, or remove ${file}-${left} to start anew`,
  )
}

/**
 * SQLite finds the write-ahead log by the name of the database file. Throws if the file was last opened by another name in its
 * folder (a hard link), so that there is a write-ahead log with content for that name.
 *
 * @throws LocalSwfError DB_DAMAGED
 */
export function checkHardLinks(file: string): void {
  const { dev, ino, nlink } = statSync(file)
  if (nlink === 1) return
  const folder = dirname(file)
  const names = new Set(readdirSync(folder))
  for (const name of names) {
    const other = join(folder, name)
    if (name === basename(file) || !names.has(`${name}-wal`) || !hasContent(`${other}-wal`)) continue
    const found = statSync(other, { throwIfNoEntry: false })
    if (found?.ino !== ino || found.dev !== dev) continue
    throw new LocalSwfError(
      'DB_DAMAGED',
      `${file} is incomplete: its last rows are in ${other}-wal. It was not changed. Open it by its other name, ${other}`,
    )
  }
}

/** The number of pages that the file had before the transaction in its journal. Undefined without a valid journal. */
function pagesBefore(file: string): number | undefined {
  const journal = firstBytes(`${file}-journal`, 28)
  if (journal.length < 28 || !journal.subarray(0, 8).equals(journalMagic)) return undefined
  return journal.readUInt32BE(16)
}

/** Throws if the format of our file is newer than this version supports, or invalid. */
export function checkVersion(file: string, written: number): void {
  if (written < 1) throw damagedFile(file, `its header has the invalid format ${written}`)
  if (written <= version) return
  throw new LocalSwfError(
    'DB_TOO_NEW',
    `${file} has format ${written}, but this version of the local SWF only supports formats up to ${version}. The file was not changed. Update @reyield/local`,
  )
}

export const foreignDatabase = (file: string, owner: number): LocalSwfError =>
  new LocalSwfError(
    'DB_FOREIGN',
    `${file} is a database of another program (application id ${owner}). It was not changed. Choose another file`,
  )

const hasContent = (file: string): boolean => (sizeOf(file) ?? 0) > 0
const sizeOf = (file: string): number | undefined => statSync(file, { throwIfNoEntry: false })?.size

function firstBytes(file: string, length: number): Buffer {
  if (sizeOf(file) === undefined) return Buffer.alloc(0)
  const descriptor = openSync(file, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0))
  } finally {
    closeSync(descriptor)
  }
}
