import type { Logger } from '../logging/logger.ts'

/**
 * The second parameter of an activity.
 *
 * @example
 * ```ts
 * export async function copyFiles(files: string[], { heartbeat, signal }: ActivityContext) {
 *   for (const [index, file] of files.entries()) {
 *     await copy(file, { signal })
 *     await heartbeat({ copied: index + 1 })
 *   }
 * }
 * ```
 */
export interface ActivityContext {
  readonly activityId: string
  readonly activityType: { readonly name: string; readonly version: string }
  readonly workflowExecution: { readonly workflowId: string; readonly runId: string }
  /**
   * The task's token, of up to 1,024 characters. Whoever has it can complete the task: `client.activity(taskToken, { activity })`, after the
   * activity has returned `completeLater()`. Keep it as secret as a password for that one task.
   */
  readonly taskToken: string
  /**
   * Aborted when the activity should end, with an AbortError as the reason. Pass it to whatever accepts an AbortSignal:
   * `fetch(url, { signal })`. It is aborted when
   * - the workflow requests to cancel the activity (SWF reports that in the response to a heartbeat, so an activity has to
   *   send some, or its worker has the option `heartbeat`);
   * - SWF no longer knows the task, since it has timed out, or its execution is closed;
   * - the worker stops at once (errors that the activity throws after that aren't recorded, and SWF times it out);
   * - the activity has failed because of an error that no code catches (of a promise that no code awaits, or of a timer's callback).
   */
  readonly signal: AbortSignal
  /**
   * Aborted when the worker begins to stop: it stops polling and waits for this task. A long activity saves its progress with a last
   * heartbeat and throws. Its retry policy decides about the next attempt, which can continue from there on another worker.
   *
   * @example
   * ```ts
   * for (const file of files) {
   *   stopping.throwIfAborted()
   *   await copyOne(file, { signal })
   * }
   * ```
   */
  readonly stopping: AbortSignal
  /** Writes lines with the ids of this task. */
  readonly log: Logger
  /**
   * Reports to SWF that the activity is alive. If it times out later, the workflow finds the last `details` in ActivityTimedOutError. May be
   * called as often as you like: at most two heartbeats a second are sent, with the last details. Resolves when the heartbeat is sent or
   * postponed.
   *
   * If SWF refuses a heartbeat that no code awaits, that is logged and fails this activity, and its signal is aborted. If SWF can't be
   * reached, that is only logged. When too many heartbeats are lost, SWF times out the activity.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE); PayloadTooLongError (PAYLOAD_TOO_LONG) for details of
   * more than 2,048 characters; the error with which SWF refuses a heartbeat
   * @example
   * ```ts
   * export async function copy(files: string[], { heartbeat, signal }: ActivityContext) {
   *   for (const [index, file] of files.entries()) {
   *     signal.throwIfAborted()
   *     await copyOne(file)
   *     await heartbeat({ copied: index + 1 })
   *   }
   * }
   * ```
   */
  heartbeat(this: void, details?: unknown): Promise<void>
}
