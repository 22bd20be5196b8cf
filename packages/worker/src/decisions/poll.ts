import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CallOptions, Swf } from '@reyield/client'
import type { Settings } from '../options/worker-options.ts'

/** A decision task as a poll returned it. Its history may have more pages. */
export interface DecisionTask {
  readonly taskToken: string
  readonly workflowId: string
  readonly runId: string
  readonly type: { readonly name: string; readonly version: string }
  /** Id of the DecisionTaskStarted of the last completed decision task; 0 for the first one. */
  readonly previousStartedEventId: number
  readonly events: readonly HistoryEvent[]
  readonly nextPageToken: string | undefined
}

type Polled = Awaited<ReturnType<Swf['pollForDecisionTask']>>

/** Polls once for a decision task. Returns `undefined` if there was none. */
export async function pollForDecisionTask(
  { swf, domain, taskList, identity }: Settings,
  options: CallOptions,
): Promise<DecisionTask | undefined> {
  const polled = await swf.pollForDecisionTask({ domain, taskList: { name: taskList }, identity }, options)
  return polled.taskToken ? taskOf(polled) : undefined
}

function taskOf(polled: Polled): DecisionTask {
  return {
    taskToken: polled.taskToken!,
    workflowId: polled.workflowExecution!.workflowId!,
    runId: polled.workflowExecution!.runId!,
    type: { name: polled.workflowType!.name!, version: polled.workflowType!.version! },
    previousStartedEventId: polled.previousStartedEventId ?? 0,
    events: polled.events ?? [],
    nextPageToken: polled.nextPageToken,
  }
}

/** The pages of a task's history, from the first. Errors of SWF are thrown to the caller. */
export async function* pagesOf(
  task: DecisionTask,
  { swf, domain, taskList, identity }: Settings,
  options: CallOptions,
): AsyncGenerator<readonly HistoryEvent[], void, undefined> {
  yield task.events
  let { nextPageToken } = task
  while (nextPageToken) {
    const input = { domain, taskList: { name: taskList }, identity, nextPageToken }
    const page: Polled = await swf.pollForDecisionTask(input, options)
    yield page.events ?? []
    nextPageToken = page.nextPageToken
  }
}
