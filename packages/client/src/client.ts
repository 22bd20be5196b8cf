import { identityPipeline, superjson, type PayloadPipeline } from '@reyield/data'
import type { Serializer, WorkflowDefinition } from '@reyield/workflow'
import { awsSwf, type AwsSwfOptions } from './port/aws.ts'
import { bounded, type ClientCallOptions } from './calls/options.ts'
import type { ClientContext } from './calls/context.ts'
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
import { startRequest, type StartSettings } from './starting/request.ts'
import { signalOrStart, type SignalWithStart } from './starting/signal-with-start.ts'
import type { Swf } from './port/swf.ts'
import { realTimers, type Timers } from './port/timers.ts'

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

/** How an execution is started, and how the call is made. */
export interface StartOptions extends StartSettings, HandleOptions, ClientCallOptions {
  /**
   * What happens if an open execution has the workflow id. Default `'fail'`: ExecutionAlreadyStartedError. With `'use'` the handle is
   * that of the open execution, whatever its input; ExecutionAlreadyStartedError if its type (name and version) is another one.
   */
  readonly ifRunning?: IfRunning
}

/** Starts executions and looks at them. */
export interface Client {
  readonly swf: Swf
  readonly domain: string
  /**
   * Starts an execution. If the answer to a try is lost and its repetition is refused, the execution counts as started if type,
   * recorded input and start time are those of this call, by the clock of this process; else ExecutionAlreadyStartedError is thrown.
   *
   * @throws MissingTaskListError (TASK_LIST_MISSING), MissingTimeoutError (TIMEOUT_MISSING), InvalidDefinitionError
   * (DEFINITION_INVALID), UnserializablePayloadError, PayloadTooLongError, InvalidInputError (INPUT_INVALID) for an input that
   * the workflow's schema refuses, UnusableSchemaError (SCHEMA_UNUSABLE); UnknownDomainError (DOMAIN_UNKNOWN),
   * UnknownTypeError (TYPE_UNKNOWN), DeprecatedTypeError (TYPE_DEPRECATED), ExecutionAlreadyStartedError (EXECUTION_ALREADY_STARTED),
   * UnreachableEndpointError (ENDPOINT_UNREACHABLE), CallTimedOutError (CALL_TIMED_OUT), and SWF's other faults as they are
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
   * Signals the open execution of a workflow id. If there is none it starts one that begins with the signal: the signal is
   * recorded with the input, so no other signal comes before it. If another client starts one in between, that one is signaled.
   * As with `handle.signal`, a try that is repeated after a lost answer may signal twice. An open execution is signaled
   * whatever its type, as SWF's signals go by the workflow id.
   *
   * The handle has a run id if the execution was started, else it goes by the workflow id.
   *
   * @throws as `start` does, and PayloadTooLongError if signal and input together are longer than SWF allows for an input
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
   * The handle of an execution that was started elsewhere, by one of its runs. It follows the execution from there unless
   * `followRuns` is false.
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
   * The handle of the execution that is open under a workflow id, at each call anew; reads go to the one that closed last if
   * none is open. Asks nothing of SWF by itself.
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
  count(query: ExecutionQuery, options?: ClientCallOptions): Promise<ExecutionCount>
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
  ) => makeHandle<Result>(contextOf(workflow), { workflowId, runId, followRuns }) as RunHandle<Result>

  return {
    swf,
    domain,
    handle: handleOf,
    async *list<Result>(query: ExecutionQuery<Result>, options: ListOptions = {}) {
      const { serializer } = (query.workflow ?? {}) as Partial<WorkflowDefinition>
      for await (const info of listExecutions(swf, domain, query, options, timers)) {
        const execution = { workflowId: info.execution!.workflowId!, runId: info.execution!.runId! }
        // a closed run is listed for itself: its history, not that of what came of it
        const followRuns = query.status === 'OPEN'
        yield { ...execution, info, handle: handleOf<Result>({ serializer }, execution, { followRuns }) }
      }
    },
    count: (query, options) =>
      bounded(options ?? {}, timers, 'count', 'reads', o => countExecutions(swf, domain, query, o)),
    start(workflow, ...[input, options = {}]: [input?: unknown, options?: StartOptions]) {
      const { ifRunning = 'fail', followRuns, ...settings } = options
      const context = contextOf(workflow)
      return bounded(callOptionsOf(settings), timers, `start of '${workflow.name}'`, 'writes', async o => {
        const request = await startRequest(context, workflow, input, settings)
        const runId = await startOrUse(context, request, ifRunning, o)
        const { workflowId } = request
        return handleOf(
          workflow as never,
          { workflowId, runId },
          followRuns === undefined ? {} : { followRuns },
        )
      }) as never
    },
    signalWithStart(workflow, options) {
      const { input, signal, value } = options as SignalWithStart<unknown, unknown>
      const context = contextOf(workflow)
      const { workflowId } = options
      const what = `signalWithStart of '${workflowId}'`
      return bounded(callOptionsOf(options), timers, what, 'writes', async o => {
        const written = signalText(context, signal, value)
        const signals = [{ name: signal.signalName, ...given(written) }]
        const request = await startRequest(context, workflow, input, options, signals)
        const runId = await signalOrStart(context, request, signal, written, o)
        return handleOf(workflow as never, { workflowId, runId })
      }) as never
    },
  }
}

/** Of options that say more, those of the call. */
const callOptionsOf = ({ abortSignal, retrySignal, timeout }: ClientCallOptions): ClientCallOptions => ({
  ...(abortSignal === undefined ? {} : { abortSignal }),
  ...(retrySignal === undefined ? {} : { retrySignal }),
  ...(timeout === undefined ? {} : { timeout }),
})

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
