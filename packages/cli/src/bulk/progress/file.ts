import { createReadStream, existsSync } from 'node:fs'
import { PlanError } from '../../errors/plan.ts'
import { completeLines, objectOf } from '../plan/lines.ts'
import type { PlanHeader } from '../plan/plan.ts'
import { openJournal } from './journal.ts'
import { Progress, progressLineOf } from '@reyield/inspect/internal'

/** The version of the format. A reader refuses a later one. */
const progressVersion = 1

/** The file beside a plan that says what was done. */
export const progressPath = (plan: string): string => `${plan}.progress`

/**
 * Opens the progress of a plan, or begins it. `open` is replaced by tests. What a killed process has written of its last line is cut off.
 *
 * @throws PlanError (PLAN_INVALID) if the file is damaged, or is that of another plan, or can't be written
 */
export async function openProgress(
  plan: string,
  { id }: Pick<PlanHeader, 'id'>,
  count: number,
  open = openJournal,
): Promise<{ readonly progress: Progress; readonly close: () => void }> {
  const file = progressPath(plan)
  const progress = new Progress(count)
  let length = 0
  if (existsSync(file)) {
    for await (const line of completeLines(createReadStream(file))) {
      const value = objectOf(line)
      if (length === 0) {
        checkHeader(value, id, file)
      } else {
        const change = progressLineOf(value, count)
        if (change === undefined) throw damaged(file)
        progress.take(change)
      }
      length = line.end
    }
  }
  const journal = open(file, length)
  if (length === 0) {
    journal.append(JSON.stringify({ reyield: 'bulk progress', version: progressVersion, plan: id }), true)
  }
  progress.writeTo(journal)
  return { progress, close: () => journal.close() }
}

function checkHeader(header: Readonly<Record<string, unknown>> | undefined, id: string, file: string): void {
  if (header?.['reyield'] !== 'bulk progress') throw damaged(file)
  if (header['version'] !== progressVersion) {
    throw new PlanError(
      `The file ${file} has the format ${String(header['version'])}, and this version of reyield knows ${progressVersion}. ` +
        'Go on with the version that has written it',
    )
  }
  if (header['plan'] === id) return
  throw new PlanError(
    `The file ${file} is the progress of another plan. If that one isn't needed any longer, delete the file`,
  )
}

const damaged = (file: string) =>
  new PlanError(
    `The file ${file} is damaged, so it isn't known what was done. Make a new plan of the executions that need it`,
  )
