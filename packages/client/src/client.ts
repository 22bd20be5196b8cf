import { superjson, identityPipeline, encodePayload, checkLength, type PayloadPipeline } from '@reyield/data'
import {
  checkName,
  executionSeconds,
  MissingTimeoutError,
  toSeconds,
  type ChildPolicy,
  type Duration,
  type Serializer,
  type Timeout,
  type WorkflowDefinition,
} from '@reyield/workflow'
import { awsSwf, type AwsSwfOptions } from './aws.ts'
import {
  AlreadyStartedError,
  DeprecatedTypeError,
  MissingTaskListError,
  UnknownDomainError,
  UnknownTypeError,
} from './errors/start.ts'
import { isUnknownDomain } from './faults.ts'
import { makeHandle, type WorkflowHandle } from './handle.ts'
import {
  countExecutions,
  listExecutions,
  type ExecutionCount,
  type ExecutionQuery,
  type ListedExecution,
  type ListOptions,
} from './list.ts'
import { retrying } from './retry.ts'
import type { CallOptions, Swf } from './swf.ts'
import { realTimers, type Timers } from './timers.ts'

/** What a client needs. */
export interface ClientOptions {
  readonly swf: Swf
  readonly domain: string
  /** How payloads are written where the workflow doesn't say. Default superjson. */
  readonly serializer?: Serializer
  /** Between serializer and wire; the same as the workers'. Default: nothing. */
  readonly pipeline?: PayloadPipeline
  /** For waiting; default the process's clock. */
  readonly timers?: Timers
}

/** How an execution is started; what is left out is the declaration's. */
export interface StartOptions {
  /** Unique among the open executions of the domain. Default: the workflow's name and a random UUID. */
  readonly workflowId?: string
  readonly taskList?: string
  /** How long the execution may take; at most one year. */
  readonly executionStartToClose?: Duration
  /** How long a decider may think about one decision task. */
  readonly taskStartToClose?: Timeout
  readonly childPolicy?: ChildPolicy
  /** Up to 5 strings to find it by. */
  readonly tags?: readonly string[]
  /** Higher goes first among decision tasks. */
  readonly priority?: number
  /** ARN of the IAM role with which SWF calls Lambda functions for it. */
  readonly lambdaRole?: string
}

/** Starts executions and looks at them. */
export interface Client {
  readonly swf: Swf
  readonly domain: string
  /**
   * Starts an execution.
   *
   * @throws MissingTaskListError (TASK_LIST_MISSING), MissingTimeoutError (TIMEOUT_MISSING), InvalidDefinitionError
   * (DEFINITION_INVALID), UnserializablePayloadError, PayloadTooLongError; UnknownDomainError (DOMAIN_UNKNOWN),
   * UnknownTypeError (TYPE_UNKNOWN), DeprecatedTypeError (TYPE_DEPRECATED), AlreadyStartedError (ALREADY_STARTED),
   * NoEndpointError (NO_ENDPOINT), and SWF's other faults as they are
   */
  start<Input, Result>(
    workflow: WorkflowDefinition<Input, Result>,
    ...input: Input extends void
      ? [input?: undefined, options?: StartOptions]
      : [input: Input, options?: StartOptions]
  ): Promise<WorkflowHandle<Result>>
  /** The handle of an execution that was started elsewhere. */
  handle<Result>(
    workflow: WorkflowDefinition<never, Result>,
    execution: { readonly workflowId: string; readonly runId: string },
  ): WorkflowHandle<Result>
  /**
   * The open executions of the domain, or the closed ones that SWF still keeps; newest first. SWF's view is eventually
   * consistent: what has just started or closed may be missing for a moment. One pass reads pages as it goes.
   *
   * @throws InvalidOptionError (OPTION_INVALID), UnknownDomainError (DOMAIN_UNKNOWN), both when the first is asked for
   * @example
   * ```ts
   * for await (const { workflowId, handle } of client.list({ status: 'OPEN', workflow: order })) {
   *   console.log(workflowId, (await handle.describe()).openCounts)
   * }
   * ```
   */
  list<Result = unknown>(
    query: ExecutionQuery<Result>,
    options?: ListOptions,
  ): AsyncGenerator<ListedExecution<Result>, void, undefined>
  /**
   * How many executions a query finds, eventually consistent as `list`.
   *
   * @throws InvalidOptionError (OPTION_INVALID), UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * const { count } = await client.count({ status: 'CLOSED', closeStatus: 'FAILED' })
   * ```
   */
  count(query: ExecutionQuery, options?: CallOptions): Promise<ExecutionCount>
}

/**
 * Makes a client on a port.
 *
 * @example
 * ```ts
 * const client = createClient({ swf, domain: 'shop' })
 * const handle = await client.start(order, { items: ['tea'] }, { workflowId: 'order-7' })
 * console.log(await handle.result())
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const { swf, domain, serializer = superjson, pipeline = identityPipeline, timers = realTimers } = options
  const handleOf = <Result>(
    workflow: Pick<WorkflowDefinition<never, Result>, 'serializer'>,
    execution: { readonly workflowId: string; readonly runId: string },
  ) =>
    makeHandle<Result>(
      { swf, domain, pipeline, timers, serializer: workflow.serializer ?? serializer },
      execution,
    )
  return {
    swf,
    domain,
    handle: handleOf,
    async *list<Result>(query: ExecutionQuery<Result>, options?: ListOptions) {
      const { serializer } = (query.workflow ?? {}) as Partial<WorkflowDefinition>
      for await (const info of listExecutions(swf, domain, query, options)) {
        const execution = { workflowId: info.execution!.workflowId!, runId: info.execution!.runId! }
        yield { ...execution, info, handle: handleOf<Result>({ serializer }, execution) }
      }
    },
    count: (query, options) => countExecutions(swf, domain, query, options),
    async start(workflow, ...[input, start = {}]) {
      const { name, version } = workflow
      const taskList = start.taskList ?? workflow.taskList
      if (taskList === undefined) throw new MissingTaskListError(name)
      const executionStartToClose =
        start.executionStartToClose === undefined
          ? workflow.executionStartToClose
          : executionSeconds(start.executionStartToClose, `executionStartToClose at the start of '${name}'`)
      if (executionStartToClose === undefined) throw new MissingTimeoutError(name, 'executionStartToClose')
      const workflowId = checkName(start.workflowId ?? `${name}-${crypto.randomUUID()}`, 'The workflow id')
      const text = await encodePayload((workflow.serializer ?? serializer).serialize(input), pipeline)
      checkLength(text, `The input of workflow '${name}'`)
      try {
        const { runId } = await swf.startWorkflowExecution({
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
          ...(text === undefined ? {} : { input: text }),
          ...(start.tags === undefined ? {} : { tagList: [...start.tags] }),
          ...(start.lambdaRole === undefined ? {} : { lambdaRole: start.lambdaRole }),
          ...(start.priority === undefined ? {} : { taskPriority: String(start.priority) }),
        })
        return handleOf(workflow as never, { workflowId, runId: runId! }) as never
      } catch (error) {
        throw startError(error, { domain, name, version, workflowId })
      }
    },
  }
}

/** How `connect` finds SWF. */
export interface ConnectOptions extends AwsSwfOptions, Omit<ClientOptions, 'swf'> {}

/**
 * A client on the AWS SDK with retries: Amazon SWF, or the endpoint that is given.
 *
 * @throws InvalidEndpointError (OPTION_INVALID) for an endpoint that is no URL
 * @example
 * ```ts
 * const client = connect({ endpoint: 'http://127.0.0.1:4577', domain: 'shop' })
 * ```
 */
export function connect(options: ConnectOptions): Client {
  return createClient({ ...options, swf: retrying(awsSwf(options)) })
}

interface Start {
  readonly domain: string
  readonly name: string
  readonly version: string
  readonly workflowId: string
}

/** SWF's fault at a start as the error that says what to do. */
function startError(error: unknown, { domain, name, version, workflowId }: Start): unknown {
  const fault = error as Error
  switch (fault.name) {
    case 'UnknownResourceFault':
      return isUnknownDomain(fault)
        ? new UnknownDomainError(domain, error)
        : new UnknownTypeError(domain, name, version, error)
    case 'TypeDeprecatedFault':
      return new DeprecatedTypeError(domain, name, version, error)
    case 'WorkflowExecutionAlreadyStartedFault':
      return new AlreadyStartedError(workflowId, error)
    default:
      return error
  }
}
