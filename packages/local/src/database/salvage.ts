import { matching, type ExportedHistory, type ExportFilter } from './history-files.ts'
import { describeRow } from '../storage/damage.ts'
import { sqliteStorage } from '../storage/sqlite.ts'
import { describeWal } from '../storage/wal.ts'
import type { WireEvent } from '../machine/transaction.ts'

/** What could be read of a damaged database file. */
export interface Salvaged {
  /** Histories up to their first missing event. */
  readonly histories: ExportedHistory[]
  /** What was left out, one line each. */
  readonly leftOut: readonly string[]
}

/**
 * Saves the histories in a damaged database file: of each execution what is intact up to its first missing event. The file is left as it
 * is.
 *
 * @throws LocalSwfError DB_LOCKED, DB_FOREIGN, DB_TOO_NEW, DB_UNWRITABLE; DB_DAMAGED if nothing of it can be read
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
    /** How many events of an execution come after a missing one. */
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
        `${count} events of ${key} after its event ${histories.get(key)!.length}, since the next one is missing`,
      )
    }
    return { histories: matching(histories, filter), leftOut }
  } finally {
    storage.release()
  }
}
