import { createMachine } from '../machine/machine.ts'
import { describeRow } from '../storage/damage.ts'
import { notApplicable } from '../storage/replay.ts'
import { sqliteStorage } from '../storage/sqlite.ts'
import { describeWal, type Wal } from '../storage/wal.ts'

/** What a check of a database file has found. */
export interface DatabaseReport {
  /** How many rows are as they were written and follow from those before them. */
  readonly intact: number
  /** When the last of them was written, in epoch milliseconds; undefined without one. */
  readonly until: number | undefined
  /** What is damaged, one line each, the first hundred. Empty: the file is healthy. */
  readonly problems: readonly string[]
  /** What is worth knowing of a healthy file. */
  readonly notes: readonly string[]
}

/** A file may be damaged in a thousand places. */
const maxProblems = 100

/**
 * Checks a database file: every row against its checksum, that none is missing and that each can be applied, SQLite's
 * `integrity_check`, and the frames of the write-ahead log. Changes nothing. A file that a local SWF has open is refused: check a
 * backup of it.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_UNWRITABLE; DB_DAMAGED if it can't even be opened
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
      notes.push('format 1 has no checksums; it is migrated when a local SWF opens it')
    const machine = createMachine()
    let intact = 0
    let until: number | undefined
    let whole = true
    for (const found of storage.scan()) {
      if ('structure' in found) problem(`structure: ${found.structure}`)
      if ('damaged' in found) {
        problem(describeRow(found.damaged))
        whole = false // what follows can't be applied to what isn't there
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
  if (wal.damage === undefined) return [`${line}: a write that was broken off, or damage to the last one`]
  if (wal.damage === 'commit')
    return [`${line}: a complete transaction, damaged or written while power was lost`]
  return [`${line}: rows that were acknowledged`]
}
