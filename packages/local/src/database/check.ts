import { createMachine } from '../machine/machine.ts'
import { describeRow } from '../storage/damage.ts'
import { notApplicable } from '../storage/replay.ts'
import { sqliteStorage } from '../storage/sqlite.ts'
import { describeWal, type Wal } from '../storage/wal.ts'

/** The result of checking a database file. */
export interface DatabaseReport {
  /** The number of rows that match their checksum and can be applied. */
  readonly intact: number
  /** When the last of them was written, in epoch milliseconds. Undefined if there is none. */
  readonly until: number | undefined
  /** The damage that was found, one line each, at most 100 lines. Empty if the file is healthy. */
  readonly problems: readonly string[]
  /** Remarks about a file that aren't damage, one line each. */
  readonly notes: readonly string[]
}

/** A file can be damaged in a thousand places. */
const maxProblems = 100

/**
 * Checks a database file: that every row matches its checksum, that none is missing, that each can be applied, that SQLite's
 * `integrity_check` finds nothing, and that the frames of the write-ahead log are valid. The file isn't changed. No local SWF may
 * have the
 * file open; in that case, check a backup of it.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_UNWRITABLE; DB_DAMAGED if it can't be opened at all
 * @example
 * ```ts
 * const { problems } = checkDatabase('swf.sqlite')
 * if (problems.length > 0) console.error(problems.join('\n'))
 * ```
 */
export function checkDatabase(file: string): DatabaseReport {
  const problems: string[] = []
  const notes: string[] = []
  const problem = (line: string) => {
    if (problems.length < maxProblems) problems.push(line)
  }
  const storage = sqliteStorage(file, {
    create: false,
    unchecked: true,
    onWal: wal => (wal.damage === undefined ? notes : problems).push(...linesOf(file, wal)),
  })
  try {
    if (storage.format === 1)
      notes.push('the file has format 1, which has no checksums. It is migrated when a local SWF opens it')
    const machine = createMachine()
    let intact = 0
    let until: number | undefined
    let whole = true
    for (const found of storage.scan()) {
      if ('structure' in found) problem(`structure: ${found.structure}`)
      if ('damaged' in found) {
        problem(describeRow(found.damaged))
        whole = false // later rows can't be applied if one is missing
      }
      if (!('transaction' in found)) continue
      const { seq, at, key } = found.transaction
      try {
        if (whole) machine.apply(found.transaction)
        intact++
        until = at
      } catch (cause) {
        problem(describeRow({ seq, key, problem: notApplicable(cause) }))
        whole = false
      }
    }
    return { intact, until, problems, notes }
  } finally {
    storage.release()
  }
}

function linesOf(file: string, wal: Wal): string[] {
  if (wal.afterCut === 0) return []
  const line = describeWal(file, wal)
  if (wal.damage === undefined) return [`${line}. This is an interrupted write, or damage to the last write`]
  if (wal.damage === 'commit')
    return [
      `${line}. This is a complete transaction that is damaged, or that was written during a loss of power`,
    ]
  return [`${line}. They contain acknowledged rows`]
}
