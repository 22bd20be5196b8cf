import type { Swf } from '@reyield/client'
import type { PlannedRun } from './planned-run.ts'

/** What applying a plan uses, so that tests can put their own in its place. */
export interface ApplyPorts {
  /** At Ctrl-C, tries that are under way must go on. */
  readonly swf: Swf
  readonly domain: string
  /** Resolves when the next call may be made. */
  readonly turn: (signal: AbortSignal) => Promise<void>
  /** The time, in milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>
  readonly interrupted: AbortSignal
  /** Is called for each execution that is over, also for those that were before. */
  readonly onOver: (run: PlannedRun, state: 'done' | 'closed') => void
  readonly onFailed: (run: PlannedRun, error: Error) => void
}
