import type { WorkflowExecutionInfo, WorkflowExecutionStartedEventAttributes } from '@aws-sdk/client-swf'
import { UnknownExecutionError, type Client } from '@reyield/client'
import { decodePayload, unpackInput } from '@reyield/data/internal'
import type { CoderOf } from '../history/stored-history.ts'

/** How a run was started, as its history records it. */
export interface RecordedStart {
  readonly runId: string
  readonly isOpen: boolean
  readonly type: { readonly name: string; readonly version: string }
  /** The serialized input, decoded by the pipeline and without what the run got with it. */
  readonly input: string | undefined
  /** How many signals it got with its input, from the run that it continues or from whoever started it. */
  readonly signals: number
  readonly cancel: boolean
  readonly tags: readonly string[]
  readonly taskList: string | undefined
  /** In SWF's seconds. */
  readonly executionStartToClose: string | undefined
  readonly taskStartToClose: string | undefined
  readonly childPolicy: string | undefined
  readonly priority: number | undefined
  readonly lambdaRole: string | undefined
  /** The run that it continues as new. */
  readonly continues: string | undefined
  /** The workflow id of its parent. */
  readonly parent: string | undefined
}

/**
 * Reads how a run was started: the given run, else the open one, else the one that closed last.
 *
 * @throws UnknownExecutionError (EXECUTION_UNKNOWN)
 */
export async function recordedStart(
  client: Client,
  coder: CoderOf,
  workflowId: string,
  runId: string | undefined,
): Promise<RecordedStart> {
  const open = await first(client, workflowId, 'OPEN')
  const found = runId ?? (open ?? (await first(client, workflowId, 'CLOSED')))?.execution?.runId
  if (found === undefined) throw new UnknownExecutionError(workflowId, undefined, { nothingFound: 'at all' })
  const { swf, domain } = client
  const { events = [] } = await swf
    .getWorkflowExecutionHistory({ domain, execution: { workflowId, runId: found }, maximumPageSize: 1 })
    .catch((error: unknown) => {
      throw (error as Error).name === 'UnknownResourceFault'
        ? new UnknownExecutionError(workflowId, found, { kept: undefined }, error)
        : error
    })
  const attributes = events[0]?.workflowExecutionStartedEventAttributes
  const { pipeline, context: payloadContext } = coder(workflowId)
  const { input, signals, cancel } = unpackInput(
    await decodePayload(attributes?.input, pipeline, payloadContext),
  )
  return {
    runId: found,
    isOpen: open !== undefined, // another run of the id may be open
    input,
    signals: signals.length,
    cancel,
    ...startedWith(attributes),
  }
}

const startedWith = (of: Partial<WorkflowExecutionStartedEventAttributes> = {}) => ({
  type: { name: of.workflowType?.name ?? '', version: of.workflowType?.version ?? '' },
  tags: of.tagList ?? [],
  taskList: of.taskList?.name,
  executionStartToClose: of.executionStartToCloseTimeout,
  taskStartToClose: of.taskStartToCloseTimeout,
  childPolicy: of.childPolicy,
  priority: of.taskPriority === undefined ? undefined : Number(of.taskPriority),
  lambdaRole: of.lambdaRole,
  continues: of.continuedExecutionRunId,
  parent: of.parentWorkflowExecution?.workflowId,
})

async function first(
  client: Client,
  workflowId: string,
  status: 'OPEN' | 'CLOSED',
): Promise<WorkflowExecutionInfo | undefined> {
  const { value } = await client.list({ status, workflowId }, { pageSize: 1 }).next()
  return value?.info
}
