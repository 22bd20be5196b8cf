import type { Replayer } from '@reyield/inspect'
import type { CommandContext } from '../../context/context.ts'
import { checked } from '../../runs/checked.ts'
import { isGone } from '@reyield/client/internal'
import { readRecorded } from '../../runs/recorded.ts'
import { typeName } from '../files/lock.ts'
import { openExecution, type OpenExecution } from './execution.ts'

/** The open executions of some types, replayed with the code. `isComplete`: whether these are all of them. */
export interface OpenExecutions {
  readonly executions: readonly OpenExecution[]
  readonly isComplete: boolean
}

/**
 * Reads the open executions of the domain that have one of the types, newest first, at most so many. Others are those of other programs
 * in the domain.
 */
export async function readOpen(
  context: CommandContext,
  code: Replayer,
  types: ReadonlySet<string>,
  limit: number,
): Promise<OpenExecutions> {
  const executions: OpenExecution[] = []
  let count = 0
  for await (const { workflowId, runId, info } of (await context.client()).list({ status: 'OPEN' })) {
    if (!types.has(typeName(info.workflowType ?? {}))) continue
    if (count++ === limit) return { executions, isComplete: false }
    try {
      const recorded = await readRecorded(context, { workflowId, runId })
      executions.push(
        openExecution({ ...recorded, execution: { workflowId, runId } }, await checked(code, recorded)),
      )
    } catch (error) {
      if (!isGone(error)) throw error // it closed and was removed meanwhile
    }
  }
  return { executions, isComplete: true }
}
