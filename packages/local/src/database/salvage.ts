import { matching, type ExportedHistory, type ExportFilter } from './history-files.ts'
import { describeRow } from '../storage/damage.ts'
import { sqliteStorage } from '../storage/sqlite.ts'
import { describeWal } from '../storage/wal.ts'
import type { WireEvent } from '../machine/transaction.ts'

/** What could be read from a damaged database file. */
export interface Salvaged {
  /** Histories, each up to its first missing event. */
  readonly histories: ExportedHistory[]
  /** What was left out, one line each. */
  readonly leftOut: readonly string[]
}

/**
 * Reads the histories in a damaged database file: for each execution, the intact events up to the first missing one. The file
 * isn't changed.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_UNWRITABLE; DB_DAMAGED if nothing can be read
 * @example
 * ```ts
 * const { histories, leftOut } = salvageHistories('swf.sqlite')
 * ```
 */
export function salvageHistories(file: string, filter: ExportFilter = {}): Salvaged {
  const leftOut: string[] = []
  const storage = sqliteStorage(file, {
    create: false,
    unchecked: true,
    region: filter.region,
    onWal: wal => wal.afterCut > 0 && leftOut.push(describeWal(file, wal)),
  })
  try {
    const histories = new Map<string, WireEvent[]>()
    /** The number of events after a missing one, by execution. */
    const after = new Map<string, number>()
    for (const found of storage.scan()) {
      if ('structure' in found) leftOut.push(`structure: ${found.structure}`)
      if ('damaged' in found) leftOut.push(describeRow(found.damaged))
      if (!('transaction' in found)) continue
      const { key, events = [] } = found.transaction
      for (const event of events) {
        const history = histories.get(key) ?? []
        histories.set(key, history)
        if (event.eventId === history.length + 1) history.push(event)
        else after.set(key, (after.get(key) ?? 0) + 1)
      }
    }
    for (const [key, count] of after) {
      leftOut.push(
        `${count} events of ${key} after its event ${histories.get(key)!.length}, because the next one is missing`,
      )
    }
    return { histories: matching(histories, filter), leftOut }
  } finally {
    storage.release()
  }
}
