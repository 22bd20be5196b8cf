import { checkLength, encodePayload, packInput, writeChecked, type RunInput } from '@reyield/data/internal'
import {
  MissingTimeoutError,
  type ChildPolicy,
  type Duration,
  type Timeout,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { checkName, executionSeconds, toSeconds } from '@reyield/workflow/internal'
import type { ClientContext } from '../calls/context.ts'
import { MissingTaskListError } from '../errors/start.ts'
import { given } from '../handle/make-handle.ts'
import type { Swf } from '../port/swf.ts'

/** How an execution is started; what is left out is the declaration's. */
export interface StartSettings {
  /** Unique among the open executions of the domain. Default: the workflow's name and a random UUID. */
  readonly workflowId?: string
  readonly taskList?: string
  /** How long the execution may take; at most one year. */
  readonly executionStartToClose?: Duration
  /** How long a decider may take for one decision task. */
  readonly taskStartToClose?: Timeout
  readonly childPolicy?: ChildPolicy
  /** Up to 5 strings to find it by. */
  readonly tags?: readonly string[]
  /** Higher goes first among decision tasks. */
  readonly priority?: number
  /** ARN of the IAM role with which SWF calls Lambda functions for it. */
  readonly lambdaRole?: string
}

/** A request to start an execution. */
export type StartRequest = Parameters<Swf['startWorkflowExecution']>[0] & {
  readonly workflowId: string
  readonly workflowType: { readonly name: string; readonly version: string }
}

/**
 * The request that starts an execution, everything checked that can be without SWF. `signals` are handed to the run with its
 * input.
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
  const workflowId = checkName(start.workflowId ?? `${name}-${crypto.randomUUID()}`, 'The workflow id')
  const what = `The input of workflow '${name}'`
  const written = writeChecked(input, serializer, workflow.input, what)
  const packed = packInput({ input: written, signals, cancel: false })
  const text = await encodePayload(packed, pipeline)
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
