import type { Client } from '@reyield/client'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'
import type { RecordedStart } from './recorded-start.ts'
import { standIn } from './stand-in.ts'

/** What an execution that is started again doesn't get. */
export const leftOut = ({ signals, cancel, continues, parent }: RecordedStart): string[] => [
  ...(signals === 0
    ? []
    : [`The run was started with ${signals === 1 ? 'a signal' : `${signals} signals`}, not repeated now`]),
  ...(cancel ? ['The run was started with a cancel request, not repeated now'] : []),
  ...(continues === undefined
    ? []
    : [`The run continued run ${continues} as new: its input is used, not that of the first run`]),
  ...(parent === undefined
    ? []
    : [`The run was a child of '${parent}', which doesn't hear of the new execution`]),
]

/** An execution that was started again. */
export interface StartedAgain {
  readonly workflowId: string
  readonly runId: string
}

/**
 * Starts an execution as an earlier one was started: with its type, task list, timeouts, tags and input. `input`: another one, which the
 * definition's schema checks.
 *
 * @throws as `client.start` does
 */
export async function startAgain(
  client: Client,
  before: RecordedStart,
  workflowId: string,
  input?: { readonly value: unknown; readonly definition: AnyWorkflow | undefined },
): Promise<StartedAgain> {
  const { type, taskList, executionStartToClose, taskStartToClose, childPolicy } = before
  const base = standIn({ ...type, taskList, executionStartToClose, taskStartToClose, childPolicy })
  const workflow =
    input === undefined
      ? { ...base, serializer: asWritten }
      : { ...base, serializer: input.definition?.serializer, input: input.definition?.input }
  const value = input === undefined ? before.input : input.value
  const { runId } = await client.start(workflow, value, {
    workflowId,
    ...(before.tags.length === 0 ? {} : { tags: before.tags }),
    ...(before.priority === undefined ? {} : { priority: before.priority }),
    ...(before.lambdaRole === undefined ? {} : { lambdaRole: before.lambdaRole }),
  })
  return { workflowId, runId }
}

/** Passes on an input that is already serialized. */
export const asWritten: Serializer = {
  name: 'as recorded',
  serialize: value => value as string,
  deserialize: text => text,
}
