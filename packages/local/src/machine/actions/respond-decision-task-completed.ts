import { Batch } from '../decisions/batch.ts'
import { checkBatch } from '../decisions/check-batch.ts'
import { decide } from '../decisions/table.ts'
import { overrideAfterCompletion } from '../state/task-list-override.ts'
import type { ActionHandler } from './action.ts'
import { findDecisionTask } from './lookup.ts'

/**
 * Records one transaction: DecisionTaskCompleted, the events of the decisions in order and, if a decision was refused and no
 * decision task is queued, DecisionTaskScheduled at the end. An invalid batch records nothing, and its token stays valid. An
 * empty batch creates no decision task (swf-semantics.md §3.3).
 */
export const respondDecisionTaskCompleted: ActionHandler<'RespondDecisionTaskCompleted'> = (
  input,
  context,
) => {
  const { decisions = [], executionContext, taskList, taskListScheduleToStartTimeout } = input
  const { execution, task } = findDecisionTask(context, input.taskToken)
  checkBatch(decisions)
  const { scheduledEventId, startedEventId } = task
  const completed = {
    executionContext,
    scheduledEventId,
    startedEventId,
    taskList,
    taskListScheduleToStartTimeout,
  }
  const override = overrideAfterCompletion(execution, completed)
  const batch = new Batch(context, execution, completed, override)
  for (const [index, decision] of decisions.entries()) decide(decision, batch, context.refuse?.(index))
  return { response: undefined, record: batch.finish() }
}
