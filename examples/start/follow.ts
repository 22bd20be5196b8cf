import { setTimeout } from 'node:timers/promises'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { WorkflowHandle } from '@reyield/client'
import { isReyieldError } from '@reyield/workflow'
import { historyTable } from './print.ts'
import { progressLines } from './progress.ts'
import type { Ending, Story } from './executions.ts'

/** Whether a history is at its end. */
export const isClosed = (history: readonly HistoryEvent[]) =>
  /^WorkflowExecution(Completed|Failed|Canceled|TimedOut|Terminated)$/.test(history.at(-1)!.eventType!)

/**
 * Shows an execution's progress as its history tells it, then its result, description and history. False if it ends
 * otherwise than its story. `pause`: milliseconds between two looks at the history.
 */
export async function follow(story: Story, handle: WorkflowHandle<unknown>, pause: number): Promise<boolean> {
  let shown = 0
  const show = async () => {
    const history = await handle.history()
    for (const event of history.slice(shown)) {
      for (const line of progressLines(event, history)) console.log(`  ${line}`)
      const did = await story.human?.(event, handle)?.catch(tooLate)
      if (did !== undefined) console.log(`  ${did}`)
    }
    shown = history.length
    return history
  }
  let history = await show()
  while (!isClosed(history)) {
    await setTimeout(pause)
    history = await show()
  }
  const end = await handle.result().then(
    (result): Ending => ({ result }),
    (error: Error): Ending => ({ error }),
  )
  console.log(
    'result' in end ? `  result: ${JSON.stringify(end.result)}` : `  no result: ${end.error.message}`,
  )
  await describe(handle, history)
  if (story.endsSo(end)) return true
  console.log(`  It ended otherwise than the example says: ${story.ends}`)
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
  console.log(historyTable(history).replaceAll(/^/gm, '  '))
}

/** The execution closed before the human came to it. */
function tooLate(error: unknown): undefined {
  if (!isReyieldError(error, 'EXECUTION_UNKNOWN')) throw error
}
