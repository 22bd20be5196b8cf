import type { Decision } from '@aws-sdk/client-swf'
import type { Engine } from '../engine.ts'
import type { Entry, EntryKind } from '../ledger/ledger.ts'
import { requestCancelExternalWorkflowExecution, signalExternalWorkflowExecution } from './external.ts'
import { scheduleActivityTask } from './schedule-activity-task.ts'
import { scheduleLambdaFunction } from './schedule-lambda-function.ts'
import { startChildWorkflowExecution } from './start-child-workflow-execution.ts'
import { startTimer } from './start-timer.ts'

/** What is wanted of each kind, as the decision that asks for it. */
export const starts: Readonly<
  Record<EntryKind, (entry: Entry, engine: Engine, taskStarted: Date) => Decision>
> = {
  activity: scheduleActivityTask,
  timer: (entry, _, taskStarted) => startTimer(entry, taskStarted),
  child: startChildWorkflowExecution,
  lambda: scheduleLambdaFunction,
  signalExternal: signalExternalWorkflowExecution,
  cancelExternal: requestCancelExternalWorkflowExecution,
}
