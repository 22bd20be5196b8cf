import { randomUUID } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { cacheFolder } from '../../config/cache-folder.ts'
import { UsageError } from '../../errors/usage.ts'

/**
 * The name of a new plan that is kept only until it's finished, in the cache folder of the user.
 *
 * @throws UsageError if the folder can't be made
 */
export function temporaryPlan(): string {
  const folder = cacheFolder(process.env)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new UsageError(
      `The plan can't be kept in ${folder}: ${(error as Error).message}. Choose a file for it: --plan FILE`,
      { cause: error },
    )
  }
  return join(folder, `bulk-${randomUUID()}.jsonl`)
}

/** Whether a plan is one of those. `file` has no symbolic links. */
export function isTemporaryPlan(file: string): boolean {
  if (!/^bulk-[\da-f-]{36}\.jsonl$/.test(basename(file))) return false
  try {
    return dirname(file) === realpathSync(cacheFolder(process.env))
  } catch {
    return false
  }
}
