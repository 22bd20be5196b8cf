import { superjson, type PayloadPipeline } from '@reyield/data'
import { pipelineOf } from '@reyield/data/internal'
import type { Serializer, WorkflowDefinition } from '@reyield/workflow'
import { awsSwf, type AwsSwfOptions } from './port/aws.ts'
import type { ActivityTask, ActivityTaskOptions } from './activities/activity-task.ts'
import { makeActivityTask } from './activities/make-activity-task.ts'
import { bounded, type ClientCallOptions } from './calls/options.ts'
import type { ClientContext } from './calls/context.ts'
import { interceptedBy, type ClientInterceptors, type OneOrMore } from './interceptors/client-interceptors.ts'
import { interceptorsOf } from './interceptors/interceptor.ts'
import { interceptedSwf } from './interceptors/swf-request.ts'
import type { HandleOptions, RunHandle, WorkflowHandle } from './handle/handle.ts'
import {
  countExecutions,
  listExecutions,
  type ExecutionCount,
  type ExecutionQuery,
  type ListedExecution,
  type ListOptions,
} from './runs/list.ts'
import { given, makeHandle, signalText } from './handle/make-handle.ts'
import { retrying } from './port/retrying.ts'
import { startOrUse, type IfRunning } from './starting/if-running.ts'
import { startRequest, workflowIdOf } from './starting/request.ts'
import type { StartSettings } from './starting/settings.ts'
import { signalOrStart, type SignalWithStart } from './starting/signal-with-start.ts'
import type { Swf } from './port/swf.ts'
import { realTimers, type Timers } from './port/timers.ts'

/**
 * The options of `createClient`.
 *
 * @example
 * ```ts
 * const client = createClient({ swf: retrying(awsSwf()), domain: 'shop', serializer: json })
 * ```
 */
export interface ClientOptions {
  /** The port to SWF. */
  readonly swf: Swf
  /** The SWF domain in which the executions are. */
  readonly domain: string
  /** How payloads are written, unless a workflow or a signal has a serializer of its own. Default superjson. */
  readonly serializer?: Serializer
  /** The codecs that encode serialized payloads, for instance to encrypt them. They must be those of the workers. Default: none. */
  readonly pipeline?: PayloadPipeline
  /** Functions around calls and requests; of a list, the first is the outermost. See docs/guide/observability.md. Default: none. */
  readonly interceptors?: OneOrMore<ClientInterceptors>
  /** The clock for waits. Default: the clock of the process. */
  readonly timers?: Timers
}

/**
 * How an execution is started, and how the call is made.
 *
 * @example
 * ```ts
 * const handle = await client.start(order, { id: '7' }, { workflowId: 'order-7', ifRunning: 'use', tags: ['web'], timeout: '10s' })
 * ```
 */
export interface StartOptions extends StartSettings, HandleOptions, ClientCallOptions {
  /**
   * What happens if an open execution already has the workflow id. `'fail'` (default) throws ExecutionAlreadyStartedError. `'use'`
   * returns the handle of the open execution, whatever its input. It throws ExecutionAlreadyStartedError only if the open execution
   * has another type (name and version).
   */
  readonly ifRunning?: IfRunning
}

/**
 * Starts, signals and lists executions, and makes handles of them.
 *
 * @example
 * ```ts
 * const client = createClient({ swf: retrying(awsSwf()), domain: 'shop' })
 * const handle = await client.start(order, { id: '7' }, { workflowId: 'order-7' })
 * const receipt = await handle.result()
 * ```
 */
export interface Client {
  readonly swf: Swf
  readonly domain: string
  /** How payloads are written, unless a workflow or a signal has a serializer of its own. */
  readonly serializer: Serializer
  /**
   * Starts an execution and returns its handle. If the response to a try is lost, the next try may find an open execution. It counts
   * as started by this call if its type, its recorded input and its start time, by the clock of this process, are those of this
   * call. Otherwise ExecutionAlreadyStartedError is thrown.
   *
   * @throws MissingTaskListError (TASK_LIST_MISSING), MissingTimeoutError (TIMEOUT_MISSING), InvalidDefinitionError
   * (DEFINITION_INVALID), UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE), PayloadTooLongError (PAYLOAD_TOO_LONG),
   * InvalidInputError (INPUT_INVALID) if the workflow's schema rejects the input, UnusableSchemaError (SCHEMA_UNUSABLE),
   * InvalidOptionError (OPTION_INVALID), InvalidDurationError (DURATION_INVALID), UnknownDomainError (DOMAIN_UNKNOWN),
   * UnknownTypeError (TYPE_UNKNOWN), DeprecatedTypeError (TYPE_DEPRECATED), ExecutionAlreadyStartedError (EXECUTION_ALREADY_STARTED),
   * UnreachableEndpointError (ENDPOINT_UNREACHABLE), CallTimedOutError (CALL_TIMED_OUT), and other SWF errors unchanged
   * @example
   * ```ts
   * const handle = await client.start(order, { items: ['tea'] }, { workflowId: 'order-7', ifRunning: 'use', timeout: '10s' })
   * ```
   */
  start<Input, Result>(
    workflow: WorkflowDefinition<Input, Result>,
    ...input: Input extends void
      ? [input?: undefined, options?: StartOptions]
      : [input: Input, options?: StartOptions]
  ): Promise<RunHandle<Result>>
  /**
   * Signals the open execution of a workflow id. If there is none, it starts an execution that has the signal from its beginning: the
   * signal is recorded with the input, so no other signal comes before it. If another client starts an execution in between, that
   * execution is signaled. SWF's signals are sent to a workflow id, so an open execution is signaled whatever its type. As with
   * `handle.signal`, a try that is repeated after a lost response may send the signal twice.
   *
   * If this call has started the execution, the returned handle has a run id.
   *
   * @throws the errors of `start`, and PayloadTooLongError (PAYLOAD_TOO_LONG) if signal and input together are longer than SWF
   * allows for an input
   * @example
   * ```ts
   * await client.signalWithStart(cart, { workflowId: 'cart-7', input: { customer: 7 }, signal: added, value: { item: 'tea' } })
   * ```
   */
  signalWithStart<Input, Result, Value>(
    workflow: WorkflowDefinition<Input, Result>,
    signal: SignalWithStart<Input, Value>,
  ): Promise<WorkflowHandle<Result>>
  /**
   * Returns the handle of an execution, by the id of one of its runs. The handle follows the execution to later runs unless
   * `followRuns` is false. No request is made.
   *
   * @example
   * ```ts
   * const handle = client.handle(order, { workflowId: 'order-7', runId })
   * ```
   */
  handle<Result>(
    workflow: WorkflowDefinition<never, Result>,
    execution: { readonly workflowId: string; readonly runId: string },
    options?: HandleOptions,
  ): RunHandle<Result>
  /**
   * Returns the handle of whichever execution is open under a workflow id at the time of each call. If none is open, reads go to the
   * execution that closed last. No request is made.
   *
   * @example
   * ```ts
   * await client.handle(order, { workflowId: 'order-7' }).signal(approved, { by: 'Ada' })
   * ```
   */
  handle<Result>(
    workflow: WorkflowDefinition<never, Result>,
    execution: { readonly workflowId: string; readonly runId?: undefined },
    options?: HandleOptions,
  ): WorkflowHandle<Result>
  /**
   * Returns an open activity task by its token, to complete, fail or cancel it. Its worker has left it open with `completeLater()`. No request
   * is made.
   *
   * @throws InvalidTaskTokenError (TASK_TOKEN_INVALID); InvalidOptionError (OPTION_INVALID) if the activity is missing, or the workflow id
   * although the client has a pipeline
   * @example
   * ```ts
   * const { taskToken } = await approvals.find({ order: 7 })
   * await client.activity(taskToken, { activity: approve }).complete({ by: 'Ada' })
   * ```
   */
  activity<Result>(taskToken: string, options: ActivityTaskOptions<Result>): ActivityTask<Result>
  /**
   * Lists the open executions of the domain, or the closed ones that SWF still keeps, newest first. SWF's lists are eventually
   * consistent: an execution that has just started or closed may be missing for a moment. Pages are requested as they are read.
   *
   * @throws InvalidOptionError (OPTION_INVALID) and UnknownDomainError (DOMAIN_UNKNOWN), when the first execution is read
   * @example
   * ```ts
   * for await (const { workflowId, handle } of client.list({ status: 'OPEN', workflow: order })) {
   *   console.log(workflowId, (await handle.describe()).openCounts)
   * }
   * const byWeb = client.list({ status: 'OPEN', workflow: order }, { filter: ({ tagList }) => tagList?.includes('web') === true })
   * ```
   */
  list<Result = unknown>(
    query: ExecutionQuery<Result>,
    options?: ListOptions,
  ): AsyncGenerator<ListedExecution<Result>, void, undefined>
  /**
   * Counts the executions that a query finds. It's eventually consistent, as `list` is.
   *
   * @throws InvalidOptionError (OPTION_INVALID), UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * const { count } = await client.count({ status: 'CLOSED', closeStatus: 'FAILED' })
   * ```
   */
  count(query: ExecutionQuery, options?: ClientCallOptions): Promise<ExecutionCount>
}

/**
 * Makes a client that uses a port. See `connect` for a client of Amazon SWF or of an endpoint.
 *
 * @throws InvalidOptionError (OPTION_INVALID) for interceptors that aren't functions
 * @example
 * ```ts
 * const client = createClient({ swf, domain: 'shop' })
 * const handle = await client.start(order, { items: ['tea'] }, { workflowId: 'order-7' })
 * console.log(await handle.result())
 * ```
 */
export function createClient(options: ClientOptions): Client {
  const { domain, serializer = superjson, timers = realTimers } = options
  const swf = interceptedSwf(options.swf, interceptorsOf(options.interceptors, 'request'))
  const intercepted = interceptedBy(options.interceptors)
  const pipeline = pipelineOf(options.pipeline)
  const contextOf = (workflow: Pick<WorkflowDefinition<never, unknown>, 'serializer'>): ClientContext => ({
    swf,
    domain,
    pipeline,
    timers,
    serializer: workflow.serializer ?? serializer,
  })
  const handleOf = <Result>(
    workflow: Pick<WorkflowDefinition<never, Result>, 'serializer'>,
    { workflowId, runId }: { readonly workflowId: string; readonly runId?: string | undefined },
    { followRuns = true }: HandleOptions = {},
  ) =>
    makeHandle<Result>(
      contextOf(workflow),
      { workflowId, runId, followRuns },
      intercepted,
    ) as RunHandle<Result>

  return {
    swf: options.swf, // a worker that gets it has interceptors of its own
    domain,
    serializer,
    handle: handleOf,
    activity: (taskToken, options) =>
      makeActivityTask(contextOf({ serializer: undefined }), taskToken, options, intercepted),
    async *list<Result>(query: ExecutionQuery<Result>, options: ListOptions = {}) {
      const { serializer } = (query.workflow ?? {}) as Partial<WorkflowDefinition>
      for await (const info of listExecutions(swf, domain, query, options, timers)) {
        const execution = { workflowId: info.execution!.workflowId!, runId: info.execution!.runId! }
        // a closed run was listed, so its handle reads that run and not the one that continued it
        const followRuns = query.status === 'OPEN'
        yield { ...execution, info, handle: handleOf<Result>({ serializer }, execution, { followRuns }) }
      }
    },
    count: (query, options) =>
      bounded(options ?? {}, timers, 'count', 'reads', o => countExecutions(swf, domain, query, o)),
    start(workflow, ...[input, options = {}]: [input?: unknown, options?: StartOptions]) {
      const { ifRunning = 'fail', followRuns, ...settings } = options
      const context = contextOf(workflow)
      const what = `start of '${workflow.name}'`
      const workflowId = workflowIdOf(workflow, settings)
      const call = { call: 'start' as const, domain, workflow: typeOf(workflow), workflowId, input, settings }
      return intercepted(call, ({ input, settings }) =>
        bounded(callOptionsOf(options), timers, what, 'writes', async o => {
          const request = await startRequest(context, workflow, input, { ...settings, workflowId })
          const runId = await startOrUse(context, request, ifRunning, o)
          const run = { workflowId, runId }
          return handleOf(workflow as never, run, followRuns === undefined ? {} : { followRuns })
        }),
      ) as never
    },
    signalWithStart(workflow, options) {
      const { input, signal, value, ...settings } = options as SignalWithStart<unknown, unknown>
      const context = contextOf(workflow)
      const { workflowId } = options
      const what = `signalWithStart of '${workflowId}'`
      const { signalName } = signal
      const about = { domain, workflow: typeOf(workflow), workflowId, signal: signalName }
      const call = { call: 'signalWithStart' as const, ...about, input, value, settings }
      return intercepted(call, ({ input, value, settings }) =>
        bounded(callOptionsOf(options), timers, what, 'writes', async o => {
          const written = signalText(context, signal, value)
          const signals = [{ name: signalName, ...given(written) }]
          const request = await startRequest(context, workflow, input, { ...settings, workflowId }, signals)
          const runId = await signalOrStart(context, request, signal, written, o)
          return handleOf(workflow as never, { workflowId, runId })
        }),
      ) as never
    },
  }
}

const typeOf = ({ name, version }: { readonly name: string; readonly version: string }) => ({ name, version })

/** The options of the call, of options that also contain others. */
const callOptionsOf = ({ abortSignal, retrySignal, timeout }: ClientCallOptions): ClientCallOptions => ({
  ...(abortSignal === undefined ? {} : { abortSignal }),
  ...(retrySignal === undefined ? {} : { retrySignal }),
  ...(timeout === undefined ? {} : { timeout }),
})

/**
 * The options of `connect`.
 *
 * @example
 * ```ts
 * const client = connect({ domain: 'shop', endpoint: 'http://127.0.0.1:4577' })
 * ```
 */
export interface ConnectOptions extends AwsSwfOptions, Omit<ClientOptions, 'swf'> {}

/**
 * Makes a client of Amazon SWF, or of another endpoint, with retries. The AWS SDK sends the requests to Amazon SWF, and a smaller HTTP client
 * those to other endpoints, unless the option `binding` chooses.
 *
 * @throws InvalidEndpointError (OPTION_INVALID) if the endpoint is no URL; InvalidOptionError (OPTION_INVALID) for a `binding` that the
 * endpoint or the options of the SDK's client don't allow
 * @example
 * ```ts
 * const client = connect({ endpoint: 'http://127.0.0.1:4577', domain: 'shop' })
 * ```
 */
export function connect(options: ConnectOptions): Client {
  return createClient({ ...options, swf: retrying(awsSwf(options)) })
}
