import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { ErrorData } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { Limits } from './decisions/limits.ts'
import type { ExecutionIds } from './engine.ts'
import type { AskedOperation } from './program/asked.ts'
import type { SourceFrames } from './program/stack-lines.ts'
import type { TraceTools } from './program/trace.ts'
import type { PatchAnswer, ReplayNotes, ReplayReport } from './report.ts'
import type { WorkflowLog } from './workflow-log.ts'

/**
 * What a replay needs besides the events.
 *
 * @example
 * ```ts
 * const replay = createReplay(order, { serializer: superjson, guards: 'off', trace: true })
 * ```
 */
export interface ReplayOptions {
  /**
   * The execution whose history this is, since a history doesn't contain the run id (rule W8). Default: none. Then operations that
   * depend on the run id throw MissingRunIdError (RUN_ID_MISSING).
   */
  readonly execution?: ExecutionIds | undefined
  /** Reads and writes payloads, unless the workflow or the activity has a serializer of its own. */
  readonly serializer: Serializer
  /**
   * `throw`: Date, Math.random, timers and fetch throw NondeterministicCallError inside the workflow. An operation that was created
   * and never yielded makes `decisions` throw, and so does clean-up that an ended branch asks for outside a shield. `off`: the calls aren't
   * watched, and the other two become warnings in the report. Default `throw`.
   */
  readonly guards?: 'throw' | 'off'
  /**
   * Records the source lines of the operations, for reports and errors. It costs 2.5 µs per operation, so it is for a second replay
   * that is made to explain the first one. Default false.
   */
  readonly trace?: boolean | TraceTools
  /** Receives the lines that the workflow logs in the open episode. Default: the lines are dropped. */
  readonly log?: WorkflowLog
  /** Called when an activation of the program begins and ends, so that a watchdog can name an endless loop. Default: none. */
  readonly activation?: { begin(): void; end(): void }
  /**
   * Messages and diffs may contain payloads: inputs, and messages of errors that the workflow throws. For development, and for logs
   * that may contain what the history contains. Default false.
   */
  readonly logPayloads?: boolean
  /** Returns the data to record with an error of the workflow; see `failureToWire` of `@reyield/data`. */
  readonly errorData?: ErrorData | undefined
  /** SWF's limits, for tests. Default: those of SWF. */
  readonly limits?: Partial<Limits>
}

/**
 * The replay of one execution: takes events and returns decisions.
 *
 * @example
 * ```ts
 * const replay = createReplay(order, { execution: { workflowId, runId }, serializer: superjson })
 * await replay.feed(events)
 * await swf.respondDecisionTaskCompleted({ taskToken, decisions: await replay.decisions() })
 * ```
 */
export interface Replay {
  /**
   * Takes the next events, in pages of any size. Events that were fed before are skipped (rule H9). For a full replay, feed all
   * pages of a history.
   *
   * @throws NonDeterminismError (NON_DETERMINISM), StaleCacheError (CACHE_STALE), StuckWorkflowError (WORKFLOW_STUCK), RunawayWorkflowError
   * (WORKFLOW_RUNAWAY), RecordedPayloadError (PAYLOAD_UNREADABLE), InvalidHistoryError (HISTORY_INVALID). After an error the
   * replay can't go on: every further call throws the error again.
   */
  feed(events: readonly HistoryEvent[]): Promise<void>
  /**
   * Returns the decisions of the open decision task, or an empty list if none is open. May be called again.
   *
   * @throws as `feed`; and OperationNeverYieldedError (OPERATION_NEVER_YIELDED), WorkflowHeldError (WORKFLOW_HELD); for a
   * result that SWF would refuse, PAYLOAD_UNSERIALIZABLE or PAYLOAD_TOO_LONG
   */
  decisions(): Promise<Decision[]>
  /**
   * Returns other decisions for the same decision task, if a pipeline has made payloads too long for SWF. The program gets
   * PayloadTooLongError where it asks for these operations (rule E4). May be called again with decisions that it has returned.
   *
   * @param tooLong the refused decisions, with the lengths of their encoded payloads in characters
   * @throws as `decisions`; and PayloadTooLongError (PAYLOAD_TOO_LONG) for a payload that can't be thrown anywhere
   * @example
   * ```ts
   * const decisions = await replay.refuse(new Map([[decision, encoded.length]]))
   * ```
   */
  refuse(tooLong: ReadonlyMap<Decision, number>): Promise<Decision[]>
  /**
   * After `decisions` or `refuse` has thrown: a continue-as-new that the program had asked for, whose length on the wire isn't known
   * yet. It was assumed to be short enough, and code that catches every error may have failed because of that. If it is too long,
   * pass it to `refuse`: the error may then not occur.
   */
  readonly doubtful: Decision | undefined
  /**
   * Notes from the next call of `decisions` on where the program asks for operations, for `asked`. `frames` finds
   * the source lines: `sourceFrames` of `@reyield/replay/where`. `undefined`: nothing is noted, as by default.
   */
  noteAsked(frames: SourceFrames | undefined): void
  /** Returns the operations that the program asked for in the last open episode for the first time, with their source lines. */
  asked(): readonly AskedOperation[]
  /** Returns what is to be sent or logged with the decisions. */
  notes(): ReplayNotes
  /** Returns the current state of the program. It takes time in proportion to what is open. */
  report(): ReplayReport
  /** Returns the patches that the program has asked for so far with `patched`, in the order of the first calls. */
  patches(): readonly PatchAnswer[]
  /** Id of the last event that was fed; 0 before the first one. */
  readonly lastEventId: number
}
