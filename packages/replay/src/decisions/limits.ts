import type { MarkerLimits } from '../verdicts/markers.ts'
import { longestPayload } from '../verdicts/swf-limits.ts'

/** SWF's ceilings (swf-semantics.md §9.1) as the engine keeps them (policy, never part of the check: rule W3). */
export interface Limits extends MarkerLimits {
  /** Decisions in one answer. Default 100. */
  readonly decisions: number
  /** UTF-8 bytes of one answer, as JSON. Default 900,000: SWF takes requests of 1 MB. */
  readonly bytes: number
  /** Open activities of an execution. Default 1,000. */
  readonly openActivities: number
  /** Open timers of an execution without the engine's own. Default 998. */
  readonly openTimers: number
  /** Open children of an execution. Default 1,000. */
  readonly openChildren: number
  /** Open Lambda functions of an execution. Default 1,000. */
  readonly openLambdas: number
  /** Events of a history. Default 25,000. */
  readonly events: number
  /** Values of side effects in one answer. Default 90. */
  readonly markers: number
  /** Characters of these, after which no further side effect is run for an answer. Default 300,000. */
  readonly markerBytes: number
  /**
   * Characters of a payload as the serializer writes it; a longer one is refused (E4). Infinity where a pipeline encodes
   * payloads: then `refuse` says which have become too long. Default 32,768.
   */
  readonly payload: number
  /** Whether the engine judges at all (M7); false: as a decider from before these rules. Default true. */
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
