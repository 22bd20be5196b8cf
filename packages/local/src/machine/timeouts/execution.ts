import type { Execution } from '../state/execution.ts'
import { continued } from '../history/history-draft.ts'

/** The executionStartToCloseTimeout has passed, so the execution closes. */
export function executionTimedOut(execution: Execution, _: unknown, now: number) {
  const draft = continued(execution, now)
  const { childPolicy } = execution.configuration
  draft.write('WorkflowExecutionTimedOut', { timeoutType: 'START_TO_CLOSE', childPolicy })
  return draft.draft('execution-timed-out')
}
