import type { Logger } from '../logging/logger.ts'

/** What an activity gets beside its input, as its second parameter. */
export interface ActivityContext {
  readonly activityId: string
  readonly activityType: { readonly name: string; readonly version: string }
  readonly workflowExecution: { readonly workflowId: string; readonly runId: string }
  /** For answering the task from elsewhere, with SWF's own calls. */
  readonly taskToken: string
  /**
   * Aborted when there is nothing more to be done: the workflow asks to cancel the activity (SWF tells it in the answer
   * to a heartbeat, so only activities that send some hear of it), SWF doesn't know the task any more (it has timed out,
   * or its execution is closed), the worker stops now (what the activity throws after that isn't recorded: SWF times it out), or the activity has failed because of an error that no code catches
   * (a promise that nobody awaits, a callback of a timer). The reason is an AbortError. For whatever takes an AbortSignal:
   * `fetch(url, { signal })`.
   */
  readonly signal: AbortSignal
  /**
   * Aborted when the worker begins to stop: it takes no more tasks and waits for this one. A long activity brings itself
   * to a good place, tells it by a last heartbeat, and throws. Its retry policy decides about the next try, which can go on from there on another worker.
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
   * Tells SWF that the activity is alive; with `details` that the workflow finds in ActivityTimedOutError. May be called
   * as often as one likes: at most two a second are sent, the last details win. Resolves when it's sent or put off.
   *
   * A heartbeat that nobody awaits and that fails is logged, and fails this activity: its signal is aborted. If SWF can't be
   * reached, a heartbeat is only logged: when too many are lost, SWF times the activity out.
   *
   * @throws UnserializablePayloadError (PAYLOAD_UNSERIALIZABLE); PayloadTooLongError (PAYLOAD_TOO_LONG) for details of
   * more than 2,048 characters; what SWF refuses a heartbeat with
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
