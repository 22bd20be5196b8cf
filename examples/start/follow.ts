import { setTimeout } from 'node:timers/promises'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { WorkflowHandle } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { historyLines } from './print.ts'
import { createProgress } from './progress.ts'
import type { Outcome, ExampleExecution } from './executions.ts'

/** Whether the execution of a history is closed. */
export const isClosed = (history: readonly HistoryEvent[]) =>
  /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated)$/.test(history.at(-1)!.eventType!)

/**
 * Prints an execution's progress from its history, then its result, description and history. Returns false if it doesn't end as
 * expected. `pause`: milliseconds between two reads of the history.
 */
export async function follow(
  execution: ExampleExecution,
  handle: WorkflowHandle<unknown>,
  pause: number,
): Promise<boolean> {
  let shown = 0
  const progress = createProgress()
  const show = async () => {
    const history = await handle.history()
    for (const event of history.slice(shown)) {
      for (const line of progress(event, history)) console.log(`  ${line}`)
      const done = await execution.human?.(event, handle)?.catch(tooLate)
      if (done !== undefined) console.log(`  ${done}`)
    }
    shown = history.length
    return history
  }
  let history = await show()
  while (!isClosed(history)) {
    await setTimeout(pause)
    history = await show()
  }
  const outcome = await handle.result().then(
    (result): Outcome => ({ result }),
    (error: Error): Outcome => ({ error }),
  )
  console.log(
    'result' in outcome
      ? `  result: ${JSON.stringify(outcome.result)}`
      : `  no result: ${outcome.error.message}`,
  )
  await describe(handle, history)
  if (execution.isExpected(outcome)) return true
  console.log(`  Unexpected outcome. Expected: ${execution.expected}`)
  return false
}

async function describe(handle: WorkflowHandle<unknown>, history: readonly HistoryEvent[]): Promise<void> {
  const { executionInfo, openCounts } = await handle.describe()
  const open = Object.entries(openCounts ?? {}).flatMap(([what, count]) =>
    count > 0 ? [`${what} ${count}`] : [],
  )
  const { execution, executionStatus, closeStatus = '' } = executionInfo!
  console.log(
    `  describe: ${execution!.workflowId} ${executionStatus} ${closeStatus}, open: ${open.join(', ') || 'nothing'}`,
  )
  console.log('  history:')
  for (const line of historyLines(history)) console.log(`  ${line}`)
}

/** The execution closed before the human acted. */
function tooLate(error: unknown): undefined {
  if (!isReyieldError(error, 'EXECUTION_UNKNOWN')) throw error
}
