import type { EventRef } from './values.ts'

/** One decision task. Times are in milliseconds. */
export interface DecisionTaskView {
  readonly scheduled: EventRef
  readonly started: EventRef | undefined
  /** When it was completed or timed out. */
  readonly closed: EventRef | undefined
  readonly state: 'waiting' | 'started' | 'completed' | 'timedOut'
  readonly timeoutType: string | undefined
  /** From scheduled to started, or until now. */
  readonly queueWait: number
  /** From started to closed, or until now; undefined before the start. */
  readonly decisionTime: number | undefined
  /** Who started it, and the build id in that identity. */
  readonly identity: string | undefined
  readonly buildId: string | undefined
  readonly taskList: string | undefined
  /** Ids of the events that record its decisions. */
  readonly decisions: readonly number[]
  /** The error that holds the execution, if this task recorded one. */
  readonly held: { readonly code: string; readonly message: string | undefined } | undefined
}
