import { eventsOf, workflowExecution } from '../state/execution.ts'
import type { DecisionTask, Execution } from '../state/execution.ts'
import { invalidToken } from '../../model/swf-errors.ts'
import { continued } from '../history/history-draft.ts'
import { historyPage } from '../pages/history-page.ts'
import type { Events } from '../pages/history-page.ts'
import type { Operations } from '../../model/generated/types.ts'
import { present } from '../../model/present.ts'
import { taskToken } from '../tokens.ts'
import type { Context } from '../context.ts'
import type { ActionHandler } from './action.ts'
import { findDecisionTask, findDomain } from './lookup.ts'

type Input = Operations['PollForDecisionTask']['input']

/**
 * Starts the oldest of the tasks with the highest priority, and returns it with the history up to its DecisionTaskStarted event.
 * A request with a page token returns another page of the history of an already started task.
 */
export const pollForDecisionTask: ActionHandler<'PollForDecisionTask'> = (input, context) => {
  const { state, now, selector, region } = context
  const domain = findDomain(context, input.domain)
  if (input.nextPageToken !== undefined) return { response: nextPage(input, input.nextPageToken, context) }

  const { decisionTasks, executions } = state
  const task =
    selector === undefined
      ? decisionTasks.first(domain, input.taskList.name)
      : decisionTasks.waiting(executions.get(selector.runId)?.queued, domain, input.taskList.name)
  if (task === undefined) {
    return {
      wait: { kind: 'decision', region, domain: domain.name, taskList: input.taskList.name },
      empty: { previousStartedEventId: 0, startedEventId: 0 },
    }
  }
  const { execution, scheduledEventId } = task
  const draft = continued(execution, now)
  const startedEventId = draft.write('DecisionTaskStarted', { scheduledEventId, identity: input.identity })
  const before = eventsOf(execution)
  const events: Events = (first, last) =>
    last < startedEventId ? before(first, last) : [...before(first, last), ...draft.events]
  return {
    response: handedOut(input, execution, events, { scheduledEventId, startedEventId }, context),
    record: draft.draft('decision-task-started'),
  }
}

/** Another page of the history of a started task. The page token begins with the token of the task. */
function nextPage(input: Input, token: string, context: Context) {
  const [task = '', page, ...rest] = token.split('.')
  if (page === undefined || rest.length > 0) throw invalidToken()
  const found = findDecisionTask(context, task)
  const { execution } = found
  return handedOut({ ...input, nextPageToken: page }, execution, eventsOf(execution), found.task, context)
}

/** The task with a page of its history, which ends with its DecisionTaskStarted event. */
function handedOut(
  input: Input,
  execution: Execution,
  events: Events,
  { scheduledEventId, startedEventId }: Pick<DecisionTask, 'scheduledEventId' | 'startedEventId'>,
  { now, region }: Context,
) {
  const { runId, workflowId, previousStartedEventId } = execution
  const fromPrevious = input.startAtPreviousStartedEvent ?? false
  const first = fromPrevious ? Math.max(1, previousStartedEventId) : 1
  const parameters = ['PollForDecisionTask', region, input.domain, input.taskList.name, fromPrevious]
  const page = historyPage(events, first, startedEventId, input, parameters, now)
  const token = taskToken('decision', { runId, workflowId, scheduledEventId, startedEventId })
  return present({
    taskToken: token,
    startedEventId,
    previousStartedEventId,
    workflowExecution: workflowExecution(execution),
    workflowType: execution.workflowType,
    events: page.events,
    nextPageToken: page.nextPageToken && `${token}.${page.nextPageToken}`,
  })
}
