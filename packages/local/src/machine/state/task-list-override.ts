import type { DecisionTask, Execution, TaskListOverride } from './execution.ts'
import type { DecisionTaskCompletedEventAttributes } from '../../model/generated/types.ts'

/**
 * Sticky task lists (swf-semantics.md §3.5): when a decider completes a task, it can name the task list for the following
 * decision tasks. It applies until a later completion names another one. A schedule-to-start timeout without a task list has no
 * effect.
 */
export function overrideAfterCompletion(
  { override }: Execution,
  { taskList, taskListScheduleToStartTimeout }: DecisionTaskCompletedEventAttributes,
): TaskListOverride | undefined {
  if (taskList === undefined) return override
  return { taskList: taskList.name, scheduleToStartTimeout: taskListScheduleToStartTimeout }
}

/** An override that has a timeout ends when a decision task on its list times out, whether that was started or not. */
export function overrideAfterTimeout({ override }: Execution, { taskList }: DecisionTask) {
  const bounded = override?.scheduleToStartTimeout !== undefined && override.scheduleToStartTimeout !== 'NONE'
  return bounded && override.taskList === taskList ? undefined : override
}
