import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions, Swf } from '@reyield/client'
import type { Settings } from '../options/worker-options.ts'

/** The task list that a poll is for, and which events it asks for. */
export interface PolledList {
  readonly taskList: string
  /** Only the events since the last completed decision task are needed: the rest is in the cache. */
  readonly startAtPreviousStartedEvent: boolean
}

/** A decision task as a poll returned it. Its history may have more pages. */
export interface DecisionTask {
  readonly taskToken: string
  readonly workflowId: string
  readonly runId: string
  readonly type: { readonly name: string; readonly version: string }
  /** Id of the DecisionTaskStarted of the last completed decision task; 0 for the first one. */
  readonly previousStartedEventId: number
  /** Id of its own DecisionTaskStarted. */
  readonly startedEventId: number
  /** The list that it came from. */
  readonly polled: PolledList
  readonly events: readonly HistoryEvent[]
  readonly nextPageToken: string | undefined
  /** Whether an interceptor wants to know where the workflow asks for its operations. */
  readonly sourceLines?: boolean
}

type Output = Awaited<ReturnType<Swf['pollForDecisionTask']>>

/** Polls a task list once for a decision task. Returns `undefined` if there was none. */
export async function pollForDecisionTask(
  polled: PolledList,
  settings: Settings,
  options: CallOptions,
): Promise<DecisionTask | undefined> {
  // executions in memory go first: on the worker's own list, a task must not wait longer than the sticky timeout
  const urgent = polled.startAtPreviousStartedEvent
  const output = await settings.swf.pollForDecisionTask(requestOf(polled, settings), { ...options, urgent })
  return output.taskToken ? taskOf(polled, output) : undefined
}

function taskOf(polled: PolledList, output: Output): DecisionTask {
  return {
    taskToken: output.taskToken!,
    workflowId: output.workflowExecution!.workflowId!,
    runId: output.workflowExecution!.runId!,
    type: { name: output.workflowType!.name!, version: output.workflowType!.version! },
    previousStartedEventId: output.previousStartedEventId ?? 0,
    startedEventId: output.startedEventId ?? 0,
    polled,
    events: output.events ?? [],
    nextPageToken: output.nextPageToken,
  }
}

/** The pages of events that a poll asked for, from the first. Errors of SWF are thrown to the caller. */
export async function* pagesOf(
  task: DecisionTask,
  settings: Settings,
  options: CallOptions,
): AsyncGenerator<readonly HistoryEvent[], void, undefined> {
  yield task.events
  let { nextPageToken } = task
  while (nextPageToken) {
    const input = { ...requestOf(task.polled, settings), nextPageToken }
    const page: Output = await settings.swf.pollForDecisionTask(input, options)
    yield page.events ?? []
    nextPageToken = page.nextPageToken
  }
}

const requestOf = (
  { taskList, startAtPreviousStartedEvent }: PolledList,
  { domain, identity }: Settings,
) => ({
  domain,
  taskList: { name: taskList },
  identity,
  ...(startAtPreviousStartedEvent ? { startAtPreviousStartedEvent } : {}),
})
