import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { ErrorData } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'
import type { Limits } from './decisions/limits.ts'
import type { ExecutionIds } from './engine.ts'
import type { TraceTools } from './program/trace.ts'
import type { ReplayReport } from './report.ts'
import type { WorkflowLog } from './workflow-log.ts'

/** What a replay needs beside the events: the run id isn't in the history (rule W8). */
export interface ReplayOptions {
  /** The execution whose history this is. Without it, what depends on the run id throws MissingRunIdError (RUN_ID_MISSING). */
  readonly execution?: ExecutionIds | undefined
  /** How payloads are written where neither the workflow nor the activity says. */
  readonly serializer: Serializer
  /**
   * `throw`: Date, Math.random, timers and fetch throw inside the workflow (NondeterministicCallError); an operation that was made and never
   * yielded, and clean-up that an ended branch asks for outside a shield, let the decision task go, with an error that names
   * them. `off`: the last two become warnings in the report, the first isn't watched. Default `throw`.
   */
  readonly guards?: 'throw' | 'off'
  /**
   * Keeps the source lines of what the program asks for, for reports and errors: for a second replay, made for the purpose
   * (2.5 us an operation). Default false.
   */
  readonly trace?: boolean | TraceTools
  /** Takes the lines that the workflow logs in the open episode. Default: nobody. */
  readonly log?: WorkflowLog
  /** Told when an activation of the program begins and ends: for a watchdog, which then names an endless loop. */
  readonly activation?: { begin(): void; end(): void }
  /**
   * Messages and diffs may show payloads: inputs that are recorded and asked for, and messages of errors that the workflow
   * throws. For histories that nobody else may read. Default false.
   */
  readonly logPayloads?: boolean
  /** What is recorded of the errors of the workflow; see `failureToWire` of `@reyield/data`. */
  readonly errorData?: ErrorData | undefined
  /** SWF's ceilings; for tests. */
  readonly limits?: Partial<Limits>
}

/** One execution being replayed: events in, decisions out. */
export interface Replay {
  /**
   * Takes the next events, in pages of any size; ids that were fed already are skipped (rule H9). A full replay is
   * feeding all pages of a history.
   *
   * @throws NonDeterminismError (NON_DETERMINISM), StaleCacheError (CACHE_STALE), StuckWorkflowError (WORKFLOW_STUCK), RunawayWorkflowError
   * (WORKFLOW_RUNAWAY), RecordedPayloadError (PAYLOAD_UNREADABLE), InvalidHistoryError (HISTORY_INVALID). After an error the
   * replay can't go on: every further call throws the error again.
   */
  feed(events: readonly HistoryEvent[]): Promise<void>
  /**
   * The answer to the open decision task; empty if none is open. May be asked for again.
   *
   * @throws as `feed`; and OperationNeverYieldedError (OPERATION_NEVER_YIELDED), WorkflowHeldError (WORKFLOW_HELD); for a
   * result that SWF would refuse, PAYLOAD_UNSERIALIZABLE or PAYLOAD_TOO_LONG
   */
  decisions(): Promise<Decision[]>
  /**
   * Another answer to the same decision task, where a pipeline has made payloads of decisions too long for SWF: the program
   * gets PayloadTooLongError where it asks for them (rule E4). May be called again with decisions of the new answer.
   *
   * @param tooLong decisions of the last answer, with the lengths of their payloads as they were encoded
   * @throws as `decisions`; and PayloadTooLongError (PAYLOAD_TOO_LONG) for a payload that can't be thrown anywhere
   * @example
   * ```ts
   * const decisions = await replay.refuse(new Map([[decision, encoded.length]]))
   * ```
   */
  refuse(tooLong: ReadonlyMap<Decision, number>): Promise<Decision[]>
  /**
   * After `decisions` or `refuse` has thrown: a continue-as-new that the program had asked for, whose length on the wire isn't known.
   * Code that catches everything may have gone wrong since it was taken to be short enough. If it is too long, `refuse` it, and
   * the error may be gone.
   */
  readonly doubtful: Decision | undefined
  /** Where the program stands now. */
  report(): ReplayReport
  /** Id of the last event that was fed, 0 at first. */
  readonly lastEventId: number
}
