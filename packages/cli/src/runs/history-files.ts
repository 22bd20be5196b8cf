import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedRun, ReplayCheck } from '@reyield/inspect'
import type { CoderOf } from '@reyield/inspect/internal'
import { UsageError } from '../errors/usage.ts'
import { decodedHistoryOf, storedHistories } from '@reyield/inspect/internal'

/** A history of a file, or why the file can't be read. */
export type FileHistory =
  | { readonly recorded: RecordedRun }
  | { readonly error: NonNullable<ReplayCheck['error']> }

/**
 * The files of histories among paths: files as they are, of folders all `*.json` below them.
 *
 * @throws UsageError (USAGE_INVALID) for a path that doesn't exist
 */
export function filesIn(paths: readonly string[]): string[] {
  return paths.flatMap(path => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat === undefined) throw new UsageError(`There is no file or folder '${path}'`)
    if (!stat.isDirectory()) return [path]
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.json'))
      .toSorted()
      .map(file => join(path, file))
  })
}

/** Writes a history into a file, the whole file or nothing. A file that is already there is replaced. */
export function writeHistory(file: string, history: object): void {
  const unfinished = `${file}.part`
  writeFileSync(unfinished, `${JSON.stringify([history], undefined, 1)}\n`)
  renameSync(unfinished, file)
}

export const historiesText = (count: number): string => (count === 1 ? '1 history' : `${count} histories`)

/** The histories of a file, as exported here, by `swf-local export`, or by `aws swf get-workflow-execution-history`. */
export async function* readHistories(
  file: string,
  coder: CoderOf,
): AsyncGenerator<FileHistory, void, undefined> {
  let histories
  try {
    histories = storedHistories(readFileSync(file, 'utf8'))
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    yield { error: { code, message, eventId: undefined } }
    return
  }
  for (const history of histories) yield { recorded: await decodedHistoryOf(history, coder) }
}
