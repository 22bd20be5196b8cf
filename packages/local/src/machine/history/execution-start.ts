import { ONE_YEAR } from '../../model/durations.ts'
import { nextDecisionTask } from '../state/execution.ts'
import { HistoryDraft } from './history-draft.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import { executionKey, type RunKey } from '../keys.ts'
import type { ChildPolicy, TaskList, WorkflowTypeConfiguration } from '../../model/generated/types.ts'
import type { Draft } from '../transaction.ts'

/** The values that StartWorkflowExecution and decisions can set when an execution starts. */
export interface StartValues {
  readonly executionStartToCloseTimeout?: string | undefined
  readonly taskList?: TaskList | undefined
  readonly taskStartToCloseTimeout?: string | undefined
  readonly childPolicy?: ChildPolicy | undefined
  readonly taskPriority?: string | undefined
  readonly lambdaRole?: string | undefined
}

/** The values that an execution needs in order to start. */
export type NeededValue =
  | 'executionStartToCloseTimeout'
  | 'taskList'
  | 'taskStartToCloseTimeout'
  | 'childPolicy'

type ResolvedValues = StartValues & { readonly [M in NeededValue]: NonNullable<StartValues[M]> }

/**
 * Resolves each value: the given one, or else the default of the type. If a needed value is missing, returns the name of the
 * first missing one, in the order of `needed`.
 */
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

/** The API reference contradicts itself about NONE as the execution timeout in a decision. It's taken as the maximum. */
export const atMostAYear = (given: StartValues): StartValues =>
  given.executionStartToCloseTimeout === 'NONE'
    ? { ...given, executionStartToCloseTimeout: String(ONE_YEAR) }
    : given

/** The draft of an execution's first transaction: its start and its first decision task. */
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
