import type { ErrorData } from '@reyield/data'
import type { Activity, Schema, Serializer } from '@reyield/workflow'
import type { ClientCallOptions } from '../calls/options.ts'

/**
 * The options of `client.activity`.
 *
 * @example
 * ```ts
 * const task = client.activity(taskToken, { activity: approve, workflowId: 'order-7', schema: Receipt })
 * ```
 */
export interface ActivityTaskOptions<Result> {
  /** The activity, as workflows call it: what `activities(…)` or `activity(…)` returns. It has the type of the result. */
  readonly activity: Activity<never, Result>
  /**
   * The workflow id of the execution that the task belongs to. Required if the client has a `pipeline`, because codecs encode payloads for one
   * execution, and a task token doesn't reveal it. Store it with the token, from `context.workflowExecution`.
   */
  readonly workflowId?: string
  /**
   * How the result and details are written. Default: the activity's serializer, else the client's. Required if the workflow that calls the
   * activity has a serializer of its own and the activity has none.
   */
  readonly serializer?: Serializer
  /**
   * A schema of the result, for results from outside: of zod, valibot, arktype, or another library that follows Standard Schema. It checks
   * what the workflow will get and never changes it, so its input and output types must be that of the result. Default: no check.
   */
  readonly schema?: Schema<NoInfer<Result>>
  /** Returns what is recorded of an error besides name, message, code and stack, as a worker's `errorData`. Default: flat data without secrets. */
  readonly errorData?: ErrorData
  /** Whether SWF's `reason` of a failure has the error's message although there is a `pipeline`, as for a worker. Default false. */
  readonly readableReasons?: boolean
}

/**
 * An open activity task, by its token. Its worker has left it open with `completeLater()`, and any process with the token can end it, once.
 *
 * The calls throw UnknownActivityTaskError (ACTIVITY_TASK_UNKNOWN) if SWF no longer knows the task, InvalidTaskTokenError
 * (TASK_TOKEN_INVALID) if SWF hasn't made the token, CallTimedOutError (CALL_TIMED_OUT), and other SWF errors unchanged.
 *
 * @example
 * ```ts
 * const task = client.activity(taskToken, { activity: approve })
 * await task.complete({ by: 'Ada' })
 * ```
 */
export interface ActivityTask<Result> {
  /**
   * Completes the activity. The workflow gets the result.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE), PayloadTooLongError (PAYLOAD_TOO_LONG), InvalidInputError
   * (INPUT_INVALID) if the schema rejects the result, UnusableSchemaError (SCHEMA_UNUSABLE); and the errors of all calls
   * @example
   * ```ts
   * await task.complete({ by: 'Ada' }, { timeout: '10s' })
   * ```
   */
  complete(
    ...result: undefined extends Result
      ? [result?: Result, options?: ClientCallOptions]
      : [result: Result, options?: ClientCallOptions]
  ): Promise<void>
  /**
   * Fails the activity with an error, which is recorded as if the activity's function had thrown it: its retry policy applies, and the workflow
   * gets ActivityFailedError with the error as its cause.
   *
   * @example
   * ```ts
   * await task.fail(new CardExpiredError('12/25'))
   * ```
   */
  fail(error: unknown, options?: ClientCallOptions): Promise<void>
  /**
   * Ends the activity as canceled, usually because a heartbeat has returned `cancelRequested`. If the workflow hasn't asked for that, it gets
   * ActivityCanceledError.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE), PayloadTooLongError (PAYLOAD_TOO_LONG); and the errors of all calls
   * @example
   * ```ts
   * if ((await task.heartbeat()).cancelRequested) await task.cancel()
   * ```
   */
  cancel(details?: unknown, options?: ClientCallOptions): Promise<void>
  /**
   * Reports that the activity is alive, which begins its heartbeat timeout anew, and returns whether the workflow asks to cancel it. If it times
   * out later, the workflow finds the last details in ActivityTimedOutError.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE); PayloadTooLongError (PAYLOAD_TOO_LONG) for details of more than
   * 2,048 characters; and the errors of all calls
   * @example
   * ```ts
   * const { cancelRequested } = await task.heartbeat({ pages: 70 })
   * ```
   */
  heartbeat(details?: unknown, options?: ClientCallOptions): Promise<{ readonly cancelRequested: boolean }>
}
