import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ChildPolicy, Signal } from '@reyield/workflow'
import type { ClientCallOptions } from '../calls/options.ts'
import type { Swf } from '../port/swf.ts'

/** What SWF returns about an execution (DescribeWorkflowExecution), in the SDK's shape, and whether it is held. */
export type Description = Awaited<ReturnType<Swf['describeWorkflowExecution']>> & {
  /** Why its decision tasks can't be completed at present; `undefined` if they can, or if the execution is closed. */
  readonly held: HeldError | undefined
}

/** Why an execution is held: the error of its last decision task. */
export interface HeldError {
  readonly code: string
  readonly message: string
}

/** What a workflow says of itself. */
export interface WorkflowStatus<Status> {
  /** The last value of `status(value)`, also while the execution is held. */
  readonly status: Status | undefined
  /** Why the execution is held: its decision tasks can't be completed until a fixed decider is deployed. */
  readonly error: HeldError | undefined
}

/** Which runs a handle reaches. */
export interface HandleOptions {
  /**
   * Whether the handle follows the execution when a run continues it as new. Default true. With false it stays with the one
   * run that it was made for: `result` throws WorkflowContinuedAsNewError if that run continues as new.
   */
  readonly followRuns?: boolean
}

/**
 * An execution, to signal, look at and wait for. It may consist of several runs, each continuing the one before as new. The
 * handle goes to the current one: `describe`, `status`, `history` read it, `signal`, `nudge`, `requestCancel` and
 * `terminate` reach it, `result` is that of the last one.
 *
 * A handle made from a workflow id alone goes to the run that is open under that id at each call, whoever started it; reads go
 * to the one that closed last if none is open. SWF's lists lag behind, by seconds at times.
 *
 * A handle with a run id looks for the next run when SWF says that the one it knows has closed or is unknown. It asks the
 * history of that run. Once the domain's retention has passed that history is gone, and the handle throws
 * UnknownExecutionError unless the next run is the oldest one that SWF still has.
 */
export interface WorkflowHandle<Result> {
  readonly workflowId: string
  /** The newest run that the handle has come to know; undefined for a handle made from a workflow id alone. */
  readonly runId: string | undefined
  /**
   * Waits until the execution has closed and returns its result, that of its last run.
   *
   * @throws WorkflowFailedError (WORKFLOW_FAILED), WorkflowCanceledError (WORKFLOW_CANCELED), WorkflowTerminatedError
   * (WORKFLOW_TERMINATED), WorkflowTimedOutError (WORKFLOW_TIMED_OUT), UnknownExecutionError (EXECUTION_UNKNOWN),
   * UnknownDomainError (DOMAIN_UNKNOWN), UnreadablePayloadError (PAYLOAD_UNREADABLE), CallTimedOutError
   * (CALL_TIMED_OUT); WorkflowContinuedAsNewError (WORKFLOW_CONTINUED_AS_NEW) with `followRuns: false`. An aborted signal's reason
   */
  result(options?: ClientCallOptions): Promise<Result>
  /** What SWF returns about it now, and why it is held. @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError */
  describe(options?: ClientCallOptions): Promise<Description>
  /**
   * The last value of the workflow's `status(value)`; and the error that holds the execution, if its decision tasks can't be
   * completed. Deploying a fixed decider heals that; `nudge()` makes it try at once.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError, UnreadablePayloadError (PAYLOAD_UNREADABLE)
   * @example
   * ```ts
   * const { status, error } = await handle.status<{ step: string }>()
   * ```
   */
  status<Status = unknown>(options?: ClientCallOptions): Promise<WorkflowStatus<Status>>
  /** All events of the current run so far, payloads decoded by the pipeline. @throws UnknownExecutionError (EXECUTION_UNKNOWN), UnknownDomainError */
  history(options?: ClientCallOptions): Promise<HistoryEvent[]>
  /**
   * The pages of that history as they come; of the run that is current when the first one is read.
   *
   * @throws as `history` does
   */
  historyPages(options?: ClientCallOptions): AsyncGenerator<readonly HistoryEvent[], void, undefined>
  /**
   * Sends a signal. Each call is one signal: a try that is repeated after a lost answer may send it twice.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one; UnserializablePayloadError, PayloadTooLongError,
   * InvalidInputError (INPUT_INVALID) for a value that the signal's schema refuses, UnusableSchemaError (SCHEMA_UNUSABLE)
   * @example
   * ```ts
   * await handle.signal(approved, { by: 'Ada' }, { timeout: '5s' })
   * ```
   */
  signal<T>(
    signal: Signal<T>,
    ...value: T extends void
      ? [value?: T, options?: ClientCallOptions]
      : [value: T, options?: ClientCallOptions]
  ): Promise<void>
  /**
   * Ends the wait of a held execution: its deciders try again at once, for instance after a fix was deployed. Sends SWF a
   * signal (`~nudge`) that the workflow never sees; for an execution that isn't held it costs four events and changes nothing.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one; UnknownDomainError
   * @example
   * ```ts
   * const { error } = await handle.status()
   * if (error !== undefined) await handle.nudge()
   * ```
   */
  nudge(options?: ClientCallOptions): Promise<void>
  /**
   * Asks the workflow to cancel itself. The workflow decides what it does about it.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one
   */
  requestCancel(options?: ClientCallOptions): Promise<void>
  /**
   * Closes the execution at once, without a decision task for the workflow. `reason` up to 256 characters.
   *
   * @throws UnknownExecutionError (EXECUTION_UNKNOWN), also for a closed one
   */
  terminate(
    how?: { readonly reason?: string; readonly childPolicy?: ChildPolicy },
    options?: ClientCallOptions,
  ): Promise<void>
}

/** The handle of an execution of which a run is known. */
export interface RunHandle<Result> extends WorkflowHandle<Result> {
  /** The newest run that the handle has come to know; with `followRuns: false` the one that it was made for. */
  readonly runId: string
}
