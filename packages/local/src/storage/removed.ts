import type { Database } from './driver.ts'
import { sumOfRemoved, type Removed } from './row.ts'

/** The removed ranges, in order. Throws if a checksum doesn't match. */
export function readRemoved(database: Database): Removed[] {
  const all = database.prepare('SELECT first, last, sum FROM swf.removed ORDER BY first').all() as Removed[]
  for (const { first, last, sum } of all) {
    if (sumOfRemoved(first, last) !== sum) throw new Error(`the checksum of row ${first} doesn't match`)
  }
  return all
}

/** Deletes rows and records their numbers, merged with adjacent removed ranges. */
export function removeRows(database: Database, seqs: readonly number[]): void {
  const { last = 0 } = database.prepare('SELECT max(seq) AS last FROM swf.log').get() as { last?: number }
  const remove = database.prepare('DELETE FROM swf.log WHERE seq BETWEEN ? AND ?')
  const before = database.prepare(
    'SELECT first, last FROM swf.removed WHERE first < ? ORDER BY first DESC LIMIT 1',
  )
  const after = database.prepare('SELECT last FROM swf.removed WHERE first = ?')
  const forget = database.prepare('DELETE FROM swf.removed WHERE first IN (?, ?)')
  const record = database.prepare('INSERT INTO swf.removed (first, last, sum) VALUES (?, ?, ?)')
  for (const range of rangesOf(seqs)) {
    if (range.last >= last) throw new Error(`row ${last} is the last one and can't be removed`)
    const { changes } = remove.run(range.first, range.last) as { changes: number | bigint }
    if (Number(changes) !== range.last - range.first + 1) {
      throw new Error(`some of the rows ${range.first} to ${range.last} are missing`)
    }
    const left = before.get(range.first) as Removed | undefined
    const right = after.get(range.last + 1) as Removed | undefined
    const first = left?.last === range.first - 1 ? left.first : range.first
    const end = right?.last ?? range.last
    forget.run(first, range.last + 1)
    record.run(first, end, sumOfRemoved(first, end))
  }
}

/** Groups consecutive numbers into ranges. */
function rangesOf(seqs: readonly number[]): { first: number; last: number }[] {
  const ranges: { first: number; last: number }[] = []
  for (const seq of [...seqs].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range !== undefined && range.last + 1 === seq) range.last = seq
    else ranges.push({ first: seq, last: seq })
  }
  return ranges
}
