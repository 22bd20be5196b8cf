import type { Replayer } from '@reyield/inspect'
import type { CommandContext } from '../../context/context.ts'
import { checked } from '../../runs/checked.ts'
import { isGone } from '../../runs/is-gone.ts'
import { runsOfType } from '../../runs/of-type.ts'
import { readRecorded } from '../../runs/recorded.ts'
import { openExecution, type OpenExecution } from './execution.ts'

/** The open executions of the domain, replayed with the code. `isComplete`: whether these are all of them. */
export interface OpenExecutions {
  readonly executions: readonly OpenExecution[]
  readonly isComplete: boolean
}

/** Reads the open executions, newest first, at most so many. */
export async function readOpen(
  context: CommandContext,
  code: Replayer,
  limit: number,
): Promise<OpenExecutions> {
  const executions: OpenExecution[] = []
  let count = 0
  // one more than the limit says whether there are more
  for await (const execution of runsOfType(context, 'OPEN', undefined, limit + 1)) {
    if (count++ === limit) return { executions, isComplete: false }
    try {
      const recorded = { execution, events: (await readRecorded(context, execution)).events }
      executions.push(openExecution(recorded, await checked(code, recorded)))
    } catch (error) {
      if (!isGone(error)) throw error // it closed and was removed meanwhile
    }
  }
  return { executions, isComplete: true }
}
