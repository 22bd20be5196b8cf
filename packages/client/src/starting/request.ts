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

/**
 * How an execution is started. Unless said otherwise, defaults are those of the workflow's declaration.
 *
 * @example
 * ```ts
 * const settings = { workflowId: 'order-7', executionStartToClose: '2 days', tags: ['web'] }
 * await client.start(order, { id: '7' }, settings)
 * ```
 */
export interface StartSettings {
  /** Unique among the open executions of the domain. Default: the workflow's name and a random UUID. */
  readonly workflowId?: string
  /** The task list that its deciders poll. */
  readonly taskList?: string
  /** The longest time the execution may take, at most one year. */
  readonly executionStartToClose?: Duration
  /** The longest time a decider may take for one decision task. */
  readonly taskStartToClose?: Timeout
  /** What happens to open children when the execution closes. */
  readonly childPolicy?: ChildPolicy
  /** Up to 5 strings of up to 256 characters, to find the execution by. Default none. */
  readonly tags?: readonly string[]
  /** Decision tasks of higher priority are handed out first; -2147483648 to 2147483647. Default: that of the registered type, else 0. */
  readonly priority?: number
  /** The ARN of the IAM role with which SWF calls Lambda functions for the execution. Default none. */
  readonly lambdaRole?: string
}

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
