import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Journal as Appending } from '@reyield/inspect/internal'
import { PlanError } from '../../errors/plan.ts'

/** A file to which lines are appended. */
export interface Journal extends Appending {
  close(): void
}

/**
 * Opens a file for appending, for its owner only. What comes after `length` bytes is cut off.
 *
 * @throws PlanError (PLAN_INVALID) if it can't be written, also at each `append`
 */
export function openJournal(file: string, length: number): Journal {
  const fd = orUnwritable(() => openSync(file, 'a', 0o600))
  orUnwritable(() => ftruncateSync(fd, length))
  if (length === 0) syncFolder(dirname(file))
  let failed: { readonly error: unknown } | undefined
  return {
    append(line, durable) {
      if (failed !== undefined) throw failed.error // the last line may be there in part, so that nothing may follow it
      try {
        orUnwritable(() => {
          writeAll(fd, Buffer.from(`${line}\n`))
          if (durable) fdatasyncSync(fd)
        })
      } catch (error) {
        failed = { error }
        throw error
      }
    },
    close: () => closeSync(fd),
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at)
}

/** So that the name of a new file survives a loss of power. */
function syncFolder(folder: string): void {
  try {
    const fd = openSync(folder, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {
    // Windows can't open a folder
  }
}

function orUnwritable<T>(write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw new PlanError(`The progress of the plan can't be written: ${(error as Error).message}`, {
      cause: error,
    })
  }
}
