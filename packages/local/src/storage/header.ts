import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LocalSwfError } from '../errors.ts'
import { damagedFile } from './damage.ts'

/** 'rSWF' in ASCII: says whose file it is. */
export const applicationId = 0x72535746
/** Version of the tables; a file of a newer one is refused. */
export const version = 2

/** Where SQLite's file format has what we look at. */
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
 * Says from the first bytes of a database file whether it is ours, or nobody's: missing, empty or without tables. SQLite isn't
 * asked, since it would recover a journal or a write-ahead log that may be another program's.
 *
 * Reads the file by itself: must not be called while this process has it open, because closing the file drops the locks that
 * SQLite holds on it.
 *
 * @throws LocalSwfError DB_FOREIGN, DB_TOO_NEW, DB_DAMAGED
 */
export function ownerOf(file: string): 'ours' | 'nobody' {
  const header = firstBytes(file, at.headerEnd)
  if (header.length === 0) return checkNothingIsLeftBeside(file)
  const ours = header.length >= at.pageType && header.readUInt32BE(at.applicationId) === applicationId
  if (!header.subarray(0, magic.length).equals(magic)) {
    if (ours) throw damagedFile(file, 'it no longer begins as a SQLite database')
    // a process died while it made the database, and nothing but the journal, which undoes it, has reached the disk
    if (header.every(byte => byte === 0) && pagesBefore(file) === 0) return 'nobody'
    throw new LocalSwfError(
      'DB_FOREIGN',
      `${file} is no SQLite database; it was left as it is. Give another file`,
    )
  }
  const written = header.length < at.pageType ? 0 : header.readUInt32BE(at.userVersion)
  if (ours) {
    checkVersion(file, written)
    // SQLite would open it to be read only
    for (const place of [at.writeVersion, at.readVersion]) {
      if (header[place] !== 1 && header[place] !== 2)
        throw damagedFile(file, `byte ${place} of its header is ${header[place]}`)
    }
    return 'ours'
  }
  if (isBare(header) && written === 0 && !hasContent(`${file}-wal`) && !hasContent(`${file}-journal`)) {
    return 'nobody'
  }
  throw foreignDatabase(file, header.length < at.pageType ? 0 : header.readUInt32BE(at.applicationId))
}

/** A database without an owner that has no table. */
const isBare = (header: Buffer) =>
  header.length === at.headerEnd &&
  header.readUInt32BE(at.applicationId) === 0 &&
  header[at.pageType] === 13 &&
  header.readUInt16BE(at.cells) === 0

/** An empty or missing file beside a log or journal with content was emptied or removed; SQLite would drop that content. */
function checkNothingIsLeftBeside(file: string): 'nobody' {
  const what = sizeOf(file) === undefined ? 'missing' : 'empty'
  const left = hasContent(`${file}-wal`) ? 'wal' : (pagesBefore(file) ?? 0) > 0 ? 'journal' : undefined
  if (left === undefined) return 'nobody'
  throw new LocalSwfError(
    'DB_DAMAGED',
    `${file} is ${what}, but ${file}-${left} has content. Nothing was changed. Restore the database file, or, to begin anew, remove ${file}-${left}`,
  )
}

/**
 * SQLite finds a write-ahead log by the file's name. Throws if the file has another name in its folder (a hard link) by which it was
 * last open, and a log with content beside that.
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
      `${file} is incomplete: its last rows are in ${other}-wal. It was left as it was. Open it by its other name, ${other}`,
    )
  }
}

/** The number of pages that a file had before the transaction in its journal; undefined without a journal that counts. */
function pagesBefore(file: string): number | undefined {
  const journal = firstBytes(`${file}-journal`, 28)
  if (journal.length < 28 || !journal.subarray(0, 8).equals(journalMagic)) return undefined
  return journal.readUInt32BE(16)
}

/** Throws if the format of a file that is ours is newer than this version, or none that there ever was. */
export function checkVersion(file: string, written: number): void {
  if (written < 1) throw damagedFile(file, `its header says that it has format ${written}`)
  if (written <= version) return
  throw new LocalSwfError(
    'DB_TOO_NEW',
    `${file} has format ${written}, this version of the local SWF knows formats up to ${version}; it was left as it is. Update @reyield/local`,
  )
}

export const foreignDatabase = (file: string, owner: number): LocalSwfError =>
  new LocalSwfError(
    'DB_FOREIGN',
    `${file} is a database of another program (application id ${owner}); it was left as it is. Give another file`,
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
