import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { AnyWorkflow, Serializer } from '@reyield/workflow'

/** What a replay needs beside the events: the run id isn't in the history (rule W8). */
export interface ReplayOptions {
  /** The execution whose history this is. */
  execution: { readonly workflowId: string; readonly runId: string }
  /** How payloads are written where neither the workflow nor the activity says. */
  serializer: Serializer
  /**
   * `throw`: an operation that was made and never yielded lets the decision task go, with an error that names it.
   * `off`: it becomes a warning in the report. Default `throw`.
   */
  guards?: 'throw' | 'off'
  /** SWF's ceilings; for tests. */
  limits?: Partial<Limits>
}

/** SWF's ceilings as the engine keeps them (policy, never part of the check: rule W3). */
export interface Limits {
  /** Decisions in one answer. Default 100. */
  decisions: number
  /** Open activities of an execution. Default 1,000. */
  openActivities: number
  /** Open timers of an execution without the engine's own. Default 998. */
  openTimers: number
}

/** One operation that the program waits for. */
export interface Waiting {
  readonly kind: 'activity' | 'timer'
  readonly id: string
  /** `wanted`: asked for, not recorded yet. `open`: recorded, not closed. */
  readonly state: 'wanted' | 'open'
  /** Activities only. */
  readonly name?: string
  readonly version?: string
  readonly input?: unknown
}

/** Something wanted in a completed episode that its batch did not record (rule W2): told, not accused. */
export interface Late {
  readonly kind: 'activity' | 'timer' | 'close'
  readonly id: string
  /** Id of the DecisionTaskCompleted whose batch lacks it. */
  readonly eventId: number
}

/** Where a replay stands. */
export interface ReplayReport {
  readonly waiting: readonly Waiting[]
  /** How the program has ended, if it has. */
  readonly ended: { readonly result: unknown } | { readonly error: unknown } | undefined
  readonly late: readonly Late[]
  readonly warnings: readonly string[]
}

/** One execution being replayed: events in, decisions out. */
export interface Replay {
  /**
   * Takes the next events, in pages of any size; ids that were fed already are skipped (rule H9). A full replay is
   * feeding all pages of a history.
   *
   * @throws NonDeterminismError, StaleCacheError, StuckError, RunawayError, UnreadablePayloadError, InvalidHistoryError
   */
  feed(events: readonly HistoryEvent[]): Promise<void>
  /** The answer to the open decision task; none if no decision task is open. May be asked for again. Throws as `feed`. */
  decisions(): Promise<Decision[]>
  /** Where the program stands now. */
  report(): ReplayReport
  /** Id of the last event that was fed, 0 at first. */
  readonly lastEventId: number
}

/** Makes the replay of one execution by its definition. */
export declare function createReplay(definition: AnyWorkflow, options: ReplayOptions): Replay
