import type { DecisionTask, Execution, TaskListOverride } from './execution.ts'
import type { DecisionTaskCompletedEventAttributes } from '../../model/generated/types.ts'

/**
 * Sticky task lists (swf-semantics.md §3.5): a completion sends the decision tasks to come to
 * another list, until a later completion names another one. A schedule-to-start timeout without a list bounds nothing.
 */
export function overrideAfterCompletion(
  { override }: Execution,
  { taskList, taskListScheduleToStartTimeout }: DecisionTaskCompletedEventAttributes,
): TaskListOverride | undefined {
  if (taskList === undefined) return override
  return { taskList: taskList.name, scheduleToStartTimeout: taskListScheduleToStartTimeout }
}

/** An override that has a timeout is dropped when a task of its list times out, started or not. */
export function overrideAfterTimeout({ override }: Execution, { taskList }: DecisionTask) {
  const bounded = override?.scheduleToStartTimeout !== undefined && override.scheduleToStartTimeout !== 'NONE'
  return bounded && override.taskList === taskList ? undefined : override
}
