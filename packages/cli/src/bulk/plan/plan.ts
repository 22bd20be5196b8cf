import type { BulkAction } from '@reyield/inspect/internal'
import type { Preview } from '@reyield/inspect/internal'

/** The version of the format. A reader refuses a later one. */
export const planVersion = 1

/** Where SWF is called: a plan is for one place. */
export interface Place {
  readonly domain: string
  /** The URL of SWF; null for Amazon SWF. */
  readonly endpoint: string | null
  /** The region; null if none is set. Amazon SWF is then called in that of an AWS profile. */
  readonly region: string | null
  /** The AWS profile from which the region of Amazon SWF comes; null if it comes from elsewhere. */
  readonly awsProfile: string | null
}

/** The first line of a plan file. The format is stored: members are added, never renamed. */
export interface PlanHeader extends Place {
  readonly reyield: 'bulk plan'
  readonly version: number
  /** Another one for each plan. The progress file has it too. */
  readonly id: string
  /** In ISO 8601. */
  readonly created: string
  readonly action: BulkAction
  /** The conditions as they were given. */
  readonly filter: readonly string[]
}

/** The last line of a plan file. A file without it is cut off. */
export interface PlanEnd {
  readonly end: true
  readonly count: number
  /** Whether `--limit` has left out executions. */
  readonly cut: boolean
  /** The SHA-256 of all bytes before this line, in hexadecimal. */
  readonly sha256: string
}

/** A plan, without its executions. */
export interface Plan {
  readonly header: PlanHeader
  readonly preview: Preview
  readonly cut: boolean
}
