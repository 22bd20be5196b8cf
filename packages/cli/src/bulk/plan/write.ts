import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { UsageError } from '../../errors/usage.ts'
import type { PlannedRun } from '@reyield/inspect/internal'
import { Preview } from '@reyield/inspect/internal'
import { progressPath } from '../progress/file.ts'
import type { Plan, PlanEnd, PlanHeader } from './plan.ts'

/** Text is written in pieces of this length. */
const piece = 65_536

/**
 * Checks that a plan can have this name.
 *
 * @throws UsageError
 */
export function checkNewPlan(file: string): void {
  for (const each of [file, progressPath(file)]) {
    if (existsSync(each)) throw new UsageError(`${each} is already there. Choose another file for the plan`)
  }
}

/**
 * Writes a plan as its executions are found. The file appears when it's complete, and only if there is none with its name. Only its owner
 * may read it, because it has the input of a signal. Without executions no file is written. The generator returns whether it was cut.
 *
 * @throws UsageError if the file is there, or can't be written
 */
export async function writePlan(
  file: string,
  header: PlanHeader,
  runs: AsyncGenerator<PlannedRun, { readonly cut: boolean }, undefined>,
): Promise<Plan> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}`)
  const handle = await open(temporary, 'wx', 0o600).catch(unwritable)
  try {
    const preview = new Preview()
    const cut = await written(handle, header, runs, preview)
    await handle.close().catch(unwritable)
    if (preview.count > 0) await publish(temporary, file)
    return { header, preview, cut }
  } finally {
    await handle.close().catch(() => undefined) // it's closed, unless there was an error
    await rm(temporary, { force: true })
  }
}

async function written(
  handle: FileHandle,
  header: PlanHeader,
  runs: AsyncGenerator<PlannedRun, { readonly cut: boolean }, undefined>,
  preview: Preview,
): Promise<boolean> {
  const hash = createHash('sha256')
  let waiting = ''
  const flush = async () => {
    const text = waiting
    waiting = ''
    hash.update(text)
    await handle.writeFile(text).catch(unwritable)
  }
  waiting = `${JSON.stringify(header)}\n`
  for (;;) {
    const { done, value } = await runs.next()
    if (done === true) {
      await flush()
      const { cut } = value
      const end: PlanEnd = { end: true, count: preview.count, cut, sha256: hash.digest('hex') }
      await handle.writeFile(`${JSON.stringify(end)}\n`).catch(unwritable)
      await handle.sync().catch(unwritable)
      return cut
    }
    preview.add(value)
    waiting += `${JSON.stringify(value)}\n`
    if (waiting.length >= piece) await flush()
  }
}

/** Gives the file its name, unless another one has it. Links do both in one step; not all file systems have them. */
async function publish(temporary: string, file: string): Promise<void> {
  try {
    await link(temporary, file)
  } catch (error) {
    checkNewPlan(file)
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    await rename(temporary, file).catch(unwritable)
  }
  const folder = await open(dirname(file), 'r').catch(() => undefined) // Windows can't open a folder
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

const unwritable = (error: unknown): never => {
  throw new UsageError(`The plan can't be written: ${(error as Error).message}`, { cause: error })
}
