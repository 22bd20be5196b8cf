import type { HistoryEvent } from '@aws-sdk/client-swf'
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
   * @throws as the replay of that history does
   */
  moment(run: RecordedRun, options?: MomentOptions): Promise<Moment>
  /** Replays a history at each of its decision tasks. It doesn't throw because of a history that doesn't fit the code. */
  check(run: RecordedRun): Promise<ReplayCheck>
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
  readonly at?: number
  readonly variables?: boolean
}

/** A workflow at one moment of its history. */
export interface Moment {
  readonly eventId: number
  readonly branches: readonly Branch[]
  /** Source lines of open steps, by their ids. */
  readonly lines: Readonly<Record<string, readonly SourceLine[]>>
  /** Signals that the workflow hasn't received. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
  /** The decisions that it made at this moment if it is that of a decision task, one line each. */
  readonly decisions: readonly string[]
}

/** Whether a history fits the code. */
export interface ReplayCheck {
  /** How many decision tasks were replayed. */
  readonly decisionTasks: number
  /** What doesn't fit: the error's code, its message with a diff and source lines, and the event. Undefined if all fits. */
  readonly error: { readonly code: string | undefined; readonly message: string } | undefined
}
