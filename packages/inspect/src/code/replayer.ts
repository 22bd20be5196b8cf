import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { PatchAnswer } from '@reyield/replay'
import type { Branch, SourceLine } from '../view/branch.ts'

/** A history and the ids of its run, as SWF stores it but with payloads that the pipeline has decoded. */
export interface RecordedRun {
  readonly execution?: { readonly workflowId: string; readonly runId: string } | undefined
  readonly events: readonly HistoryEvent[]
}

/** Replays histories with the code of one build: in this process (`replayerOf`), or in a replay host. */
export interface Replayer {
  /** The id of the build; undefined if it has none. */
  readonly buildId: string | undefined
  /**
   * What the program does after the event `at` (default: the last one).
   *
   * - Every event up to `at` has been delivered to the program, also those that no decider has seen yet: the program then shows what a
   *   decider would do with them now. Side effects don't run for this. A branch that needs the value of a new one waits for it.
   * - A completed decision task is one step: from its DecisionTaskStarted to the last decision that it recorded, the program is shown
   *   as its decider left it. Events that came in between are delivered at their own ids.
   *
   * @throws as the replay of that history does; MissingDefinitionError (DEFINITION_MISSING); InvalidOptionError (OPTION_INVALID) if the
   *   history has no event `at`
   */
  moment(run: RecordedRun, options?: MomentOptions): Promise<Moment>
  /** Replays a history at each of its decision tasks. It doesn't throw because of a history that doesn't fit the code. */
  check(run: RecordedRun): Promise<ReplayCheck>
  /**
   * What the code decides at a decision task, beside what history records. `task`: the id of its DecisionTaskStarted event. Side effects run
   * again for this, so a task that recorded the value of one may be decided otherwise.
   *
   * @throws InvalidOptionError (OPTION_INVALID) if the history has no such task; MissingDefinitionError (DEFINITION_MISSING)
   */
  decisions(run: RecordedRun, task: number): Promise<TaskDecisions>
}

/** The decisions of one decision task, one line each, without payloads. */
export interface TaskDecisions {
  /** Undefined if the task timed out or is still open. */
  readonly recorded: readonly string[] | undefined
  /** Undefined if the code can't decide the task. */
  readonly decided: readonly string[] | undefined
  readonly error: ReplayCheck['error']
}

/**
 * Which moment, and whether to read local variables.
 *
 * @example
 * ```ts
 * const { branches } = await replayer.moment(run, { at: 12, variables: true })
 * ```
 */
export interface MomentOptions {
  /** The id of an event. Default: the last one. */
  readonly at?: number
  /** Whether to read the local variables of each branch. They are payloads. Default false. */
  readonly variables?: boolean
  /** Whether `lines` and `eventLines` are needed. Without them, a moment of a long history takes less time. Default true. */
  readonly lines?: boolean
}

/** A workflow at one moment of its history. */
export interface Moment {
  readonly eventId: number
  readonly branches: readonly Branch[]
  /**
   * Source lines of the calls of all steps, open or closed, innermost first, by the operation's id: `2`, `2.1.1`, or the id that the
   * workflow chose. For a signal by its name, for a marker by its name (`s3`, `p<patch id>`). If an id was used more than once, its
   * last use. `eventLines` has all uses.
   */
  readonly lines: Readonly<Record<string, readonly SourceLine[]>>
  /**
   * The same by the id of the event that records the step: ActivityTaskScheduled of each attempt, TimerStarted, a child's Initiated, …,
   * MarkerRecorded, and WorkflowExecutionSignaled for a signal that the workflow has received.
   */
  readonly eventLines: Readonly<Record<number, readonly SourceLine[]>>
  /** Signals that the workflow hasn't received. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
  /**
   * If `eventId` belongs to a decision task: its decisions, one line each, without payloads. Those that history records, or those that
   * the code makes now if the task is still open, for which side effects run.
   */
  readonly decisions: readonly string[]
}

/** Whether a history fits the code. */
export interface ReplayCheck {
  /** How many decision tasks were replayed. */
  readonly decisionTasks: number
  /** What doesn't fit: the error's code, its message with a diff and source lines, and the event. Undefined if all fits. */
  readonly error:
    | {
        readonly code: string | undefined
        readonly message: string
        readonly eventId: number | undefined
      }
    | undefined
  /** What `patched(…)` has returned, also in the open decision task. Absent if the workflow hasn't called it, or if something doesn't fit. */
  readonly patches?: readonly PatchAnswer[]
}
