import type { MarkerLimits } from '../verdicts/markers.ts'
import { longestPayload } from '../verdicts/swf-limits.ts'

/** SWF's limits (swf-semantics.md §9.1) as the engine observes them. They are policy, and never part of the check (rule W3). */
export interface Limits extends MarkerLimits {
  /** The most decisions in one answer. Default 100. */
  readonly decisions: number
  /** The most UTF-8 bytes of one answer, as JSON. Default 900,000, since SWF accepts requests of 1 MB. */
  readonly bytes: number
  /** The most open activities of an execution. Default 1,000. */
  readonly openActivities: number
  /** The most open timers of an execution, not counting the engine's own. Default 998. */
  readonly openTimers: number
  /** The most open children of an execution. Default 1,000. */
  readonly openChildren: number
  /** The most open Lambda functions of an execution. Default 1,000. */
  readonly openLambdas: number
  /** The most events of a history. Default 25,000. */
  readonly events: number
  /** The most values of side effects in one answer. Default 90. */
  readonly markers: number
  /** When these have as many characters, no further side effect is run for this answer. Default 300,000. */
  readonly markerBytes: number
  /**
   * The most characters of a payload as the serializer writes it. A longer one is refused (E4). Infinity if a pipeline encodes
   * payloads; then `refuse` is called for those that have become too long. Default 32,768.
   */
  readonly payload: number
  /** Whether the engine makes verdicts (M7). If false, it decides as deciders did before these rules. Default true. */
  readonly verdicts: boolean
}

export const defaultLimits: Limits = {
  decisions: 100,
  bytes: 900_000,
  openActivities: 1000,
  openTimers: 998,
  openChildren: 1000,
  openLambdas: 1000,
  events: 25_000,
  markers: 90,
  markerBytes: 300_000,
  payload: longestPayload,
  verdicts: true,
}
