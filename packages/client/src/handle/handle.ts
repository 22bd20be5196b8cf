import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ChildPolicy, Signal } from '@reyield/workflow'
import type { ClientCallOptions } from '../calls/options.ts'
import type { Swf } from '../port/swf.ts'

/** What SWF returns about an execution (DescribeWorkflowExecution), in the SDK's shape, and why the execution is held. */
export type Description = Awaited<ReturnType<Swf['describeWorkflowExecution']>> & {
  /** Why its decision tasks can't be completed at present; undefined if they can, or if the execution has closed. */
  readonly held: HeldError | undefined
}

/** The error that holds an execution: that of its last decision task. */
export interface HeldError {
  readonly code: string
  readonly message: string
}

/** The status of a workflow. */
export interface WorkflowStatus<Status> {
  /** The last value that the workflow passed to `status(value)`, also while the execution is held. */
  readonly status: Status | undefined
  /** The error that holds the execution: its decision tasks can't be completed until fixed code is deployed. */
  readonly error: HeldError | undefined
}

/**
 * The options of a handle.
 *
 * @example
 * ```ts
 * const handle = client.handle(order, { workflowId: 'order-7', runId }, { followRuns: false })
 * ```
 */
export interface HandleOptions {
  /**
   * Whether the handle follows the execution to the next run when it continues as new. If false, the handle stays with its run, and
   * `result` throws WorkflowContinuedAsNewError if that run continues as new. Default true.
   */
  readonly followRuns?: boolean
}

/**
 * A handle of an execution: signals it, reads it, and waits for its result. An execution may consist of several runs, each of which
 * continues the one before as new. `describe`, `status` and `history` read the current run. `signal`, `nudge`, `requestCancel` and
 * `terminate` are sent to it. `result` is that of the last run.
 *
 * A handle without a run id uses the run that is open under its workflow id at the time of each call, whoever started it. If none
 * is open, it reads the run that closed last. SWF's lists may lag behind by seconds.
 *
 * A handle with a run id looks for the next run when SWF says that the present one has closed or is unknown. The next run's id is in
 * the history of the closed one. Once the domain's retention period has passed, that history is gone. The handle then throws
 * UnknownExecutionError unless the next run is the oldest one that SWF still has.
 *
 * @example
 * ```ts
 * const handle = client.handle(order, { workflowId: 'order-7' })
 * await handle.signal(approved, { by: 'ann' })
 * console.log((await handle.status()).status, await handle.result({ timeout: '1h' }))
 * ```
 */
export interface WorkflowHandle<Result> {
  readonly workflowId: string
  /** The newest run that the handle has found; undefined for a handle without a run id. */
  readonly runId: string | undefined
  /**
   * Waits until the execution has closed, and returns the result of its last run.
   *
   * @throws WorkflowFailedError (WORKFLOW_FAILED), WorkflowCanceledError (WORKFLOW_CANCELED), WorkflowTerminatedError
   * (WORKFLOW_TERMINATED), WorkflowTimedOutError (WORKFLOW_TIMED_OUT), UnknownExecutionError (EXECUTION_UNKNOWN),
   * UnknownDomainError (DOMAIN_UNKNOWN), UnreadablePayloadError (PAYLOAD_UNREADABLE), CallTimedOutError
   * (CALL_TIMED_OUT), WorkflowContinuedAsNewError (WORKFLOW_CONTINUED_AS_NEW) with `followRuns: false`, and the reason of an aborted
   * signal
   * @example
   * ```ts
   * const receipt = await handle.result({ timeout: '1h' })
   * ```
   */
  result(options?: ClientCallOptions): Promise<Result>
  /**
   * Returns what SWF knows about the execution, and why it's held.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * const { executionInfo, openCounts, held } = await handle.describe()
   * ```
   */
  describe(options?: ClientCallOptions): Promise<Description>
  /**
   * Returns the last value that the workflow passed to `status(value)`, and the error that holds the execution, if its decision
   * tasks can't be completed. To heal such an execution, deploy fixed code. `nudge()` makes the deciders try at once.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN), UnreadablePayloadError (PAYLOAD_UNREADABLE)
   * @example
   * ```ts
   * const { status, error } = await handle.status<{ step: string }>()
   * ```
   */
  status<Status = unknown>(options?: ClientCallOptions): Promise<WorkflowStatus<Status>>
  /**
   * Returns all events of the current run so far. Their payloads are decoded by the pipeline, but not deserialized.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * const types = (await handle.history()).map(event => event.eventType)
   * ```
   */
  history(options?: ClientCallOptions): Promise<HistoryEvent[]>
  /**
   * The same, page by page as they are read. All pages are of the run that is current when the first one is read.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * for await (const events of handle.historyPages()) print(events)
   * ```
   */
  historyPages(options?: ClientCallOptions): AsyncGenerator<readonly HistoryEvent[], void, undefined>
  /**
   * Sends a signal. A try that is repeated after a lost response may send it twice.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also if the execution has closed; UnserializablePayloadError
   * (PAYLOAD_UNSERIALIZABLE), PayloadTooLongError (PAYLOAD_TOO_LONG), InvalidInputError (INPUT_INVALID) if the signal's schema rejects
   * the value, UnusableSchemaError (SCHEMA_UNUSABLE)
   * @example
   * ```ts
   * await handle.signal(approved, { by: 'Ada' }, { timeout: '5s' })
   * ```
   */
  signal<T>(
    signal: Signal<T>,
    ...value: undefined extends T
      ? [value?: T, options?: ClientCallOptions]
      : [value: T, options?: ClientCallOptions]
  ): Promise<void>
  /**
   * Makes the deciders of a held execution try again at once, for instance after a fix was deployed. It sends a signal (`~nudge`)
   * that the workflow never sees. If the execution isn't held, it adds four events to the history and changes nothing else.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also if the execution has closed; UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * const { error } = await handle.status()
   * if (error !== undefined) await handle.nudge()
   * ```
   */
  nudge(options?: ClientCallOptions): Promise<void>
  /**
   * Asks the workflow to cancel itself: CanceledError is thrown at what it waits for. The workflow decides what it does about it.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also if the execution has closed; UnknownDomainError (DOMAIN_UNKNOWN)
   * @example
   * ```ts
   * await handle.requestCancel()
   * ```
   */
  requestCancel(options?: ClientCallOptions): Promise<void>
  /**
   * Closes the execution at once. The workflow doesn't notice it and can't clean up. `reason` may have up to 256 characters, and
   * `childPolicy` replaces that of the execution.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also if the execution has closed; UnknownDomainError (DOMAIN_UNKNOWN),
   * PayloadTooLongError (PAYLOAD_TOO_LONG) for the reason
   * @example
   * ```ts
   * await handle.terminate({ reason: 'duplicate order' })
   * ```
   */
  terminate(
    how?: { readonly reason?: string; readonly childPolicy?: ChildPolicy },
    options?: ClientCallOptions,
  ): Promise<void>
}

/** A handle with a run id. */
export interface RunHandle<Result> extends WorkflowHandle<Result> {
  /** The newest run that the handle has found. With `followRuns: false` it's the run that the handle was made for. */
  readonly runId: string
}
