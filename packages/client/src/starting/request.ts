import { checkLength, encodePayload, packInput, writeChecked, type RunInput } from '@reyield/data/internal'
import { MissingTimeoutError, type WorkflowDefinition } from '@reyield/workflow'
import { checkName, executionSeconds, toSeconds } from '@reyield/workflow/internal'
import type { ClientContext } from '../calls/context.ts'
import { MissingTaskListError } from '../errors/start.ts'
import { given } from '../handle/make-handle.ts'
import type { Swf } from '../port/swf.ts'
import type { StartSettings } from './settings.ts'

/** The workflow id of a start: that of its settings, or a new one. */
export const workflowIdOf = (
  { name }: { readonly name: string },
  { workflowId }: Pick<StartSettings, 'workflowId'>,
): string => workflowId ?? `${name}-${crypto.randomUUID()}`

/** A request to start an execution. */
export type StartRequest = Parameters<Swf['startWorkflowExecution']>[0] & {
  readonly workflowId: string
  readonly workflowType: { readonly name: string; readonly version: string }
}

/**
 * Makes the request that starts an execution, and checks everything that can be checked without SWF. The run gets `signals` with
 * its input.
 *
 * @throws MissingTaskListError, MissingTimeoutError, InvalidDefinitionError, UnserializablePayloadError, PayloadTooLongError,
 * InvalidInputError, UnusableSchemaError
 */
export async function startRequest(
  { domain, serializer, pipeline }: ClientContext,
  workflow: Omit<WorkflowDefinition<never, unknown>, 'run'>,
  input: unknown,
  start: StartSettings,
  signals: RunInput['signals'] = [],
): Promise<StartRequest> {
  const { name, version } = workflow
  const taskList = start.taskList ?? workflow.taskList
  if (taskList === undefined) throw new MissingTaskListError(name)
  const executionStartToClose =
    start.executionStartToClose === undefined
      ? workflow.executionStartToClose
      : executionSeconds(start.executionStartToClose, `executionStartToClose at the start of '${name}'`)
  if (executionStartToClose === undefined) throw new MissingTimeoutError(name, 'executionStartToClose')
  const workflowId = checkName(workflowIdOf(workflow, start), 'The workflow id')
  const what = `The input of workflow '${name}'`
  const written = writeChecked(input, serializer, workflow.input, what)
  const packed = packInput({ input: written, signals, cancel: false })
  const text = await encodePayload(packed, pipeline, { domain, workflowId })
  checkLength(text, signals.length === 0 ? what : `${what} with the signal that starts it`)
  return {
    domain,
    workflowId,
    workflowType: { name, version },
    taskList: { name: checkName(taskList, 'The task list') },
    executionStartToCloseTimeout: executionStartToClose,
    taskStartToCloseTimeout:
      start.taskStartToClose === undefined
        ? workflow.taskStartToClose
        : toSeconds(start.taskStartToClose, `taskStartToClose at the start of '${name}'`),
    childPolicy: start.childPolicy ?? workflow.childPolicy,
    ...given(text),
    ...(start.tags === undefined ? {} : { tagList: [...start.tags] }),
    ...(start.lambdaRole === undefined ? {} : { lambdaRole: start.lambdaRole }),
    ...(start.priority === undefined ? {} : { taskPriority: String(start.priority) }),
  }
}
