import { ONE_YEAR } from '../../model/durations.ts'
import { nextDecisionTask } from '../state/execution.ts'
import { HistoryDraft } from './history-draft.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import { executionKey, type RunKey } from '../keys.ts'
import type { ChildPolicy, TaskList, WorkflowTypeConfiguration } from '../../model/generated/types.ts'
import type { Draft } from '../transaction.ts'

/** What an execution can be given at its start, by the API or by a decision. */
export interface StartValues {
  readonly executionStartToCloseTimeout?: string | undefined
  readonly taskList?: TaskList | undefined
  readonly taskStartToCloseTimeout?: string | undefined
  readonly childPolicy?: ChildPolicy | undefined
  readonly taskPriority?: string | undefined
  readonly lambdaRole?: string | undefined
}

/** The values without which no execution starts. */
export type NeededValue =
  | 'executionStartToCloseTimeout'
  | 'taskList'
  | 'taskStartToCloseTimeout'
  | 'childPolicy'

type ResolvedValues = StartValues & { readonly [M in NeededValue]: NonNullable<StartValues[M]> }

/** Each value is the given one, else the type's default; or the first that is needed and not there, in the order given. */
export function resolve(
  given: StartValues,
  type: WorkflowTypeConfiguration,
  needed: readonly NeededValue[],
): ResolvedValues | NeededValue {
  const values: StartValues = {
    executionStartToCloseTimeout:
      given.executionStartToCloseTimeout ?? type.defaultExecutionStartToCloseTimeout,
    taskList: given.taskList ?? type.defaultTaskList,
    taskStartToCloseTimeout: given.taskStartToCloseTimeout ?? type.defaultTaskStartToCloseTimeout,
    childPolicy: given.childPolicy ?? type.defaultChildPolicy,
    taskPriority: given.taskPriority ?? type.defaultTaskPriority,
    lambdaRole: given.lambdaRole ?? type.defaultLambdaRole,
  }
  return needed.find(member => values[member] === undefined) ?? (values as ResolvedValues)
}

/** The texts of the API disagree about NONE as the execution timeout of a decision; no execution runs longer. */
export const atMostAYear = (given: StartValues): StartValues =>
  given.executionStartToCloseTimeout === 'NONE'
    ? { ...given, executionStartToCloseTimeout: String(ONE_YEAR) }
    : given

/** The first transaction of an execution: its start and its first decision task. */
export function startDraft(
  id: RunKey,
  started: EventAttributes['WorkflowExecutionStarted'],
  now: number,
): Draft {
  const draft = new HistoryDraft(executionKey(id), 0, now)
  draft.write('WorkflowExecutionStarted', started)
  const { taskList, taskPriority, taskStartToCloseTimeout = 'NONE' } = started
  const task = { taskList: taskList.name, taskPriority, taskStartToCloseTimeout }
  draft.write('DecisionTaskScheduled', nextDecisionTask(task))
  return draft.draft('execution-started')
}
