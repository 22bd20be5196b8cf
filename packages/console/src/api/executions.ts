import type { Problem } from '@reyield/inspect'
import type { RunRef, Wire } from './wire.ts'

/** `GET /api/executions?…`: the members are the parameters; all are optional texts. The same names are in the page's address. */
export interface ExecutionFilter {
  /** Default `open`. */
  readonly status?: 'open' | 'closed'
  /** `NAME` or `NAME@VERSION`. */
  readonly type?: string
  readonly id?: string
  readonly tag?: string
  /** `failed`, `timed-out`, … */
  readonly closeStatus?: string
  /** `2h`, `2026-11-28`: started (open) or closed at that time or later. */
  readonly since?: string
  readonly until?: string
  /** Text that the workflow id, type or a tag contains. It's applied over what has been listed. */
  readonly text?: string
  /** From `next` of the page before. */
  readonly cursor?: string
}

/** The answer: one page of executions, newest first. */
export interface ExecutionsPage {
  readonly executions: readonly ExecutionRow[]
  /** For the next page; absent if this is the last one. */
  readonly next?: string
  readonly count: { readonly count: number; readonly truncated: boolean }
  /** The condition that SWF applies; the others are applied here, over what has been listed. */
  readonly bySwf?: keyof ExecutionFilter
}

/** One execution of a list. */
export interface ExecutionRow extends RunRef {
  readonly type: { readonly name: string; readonly version: string }
  /** `open`, or how it closed. */
  readonly state: string
  readonly started: string
  readonly closed?: string
  readonly tags: readonly string[]
  readonly parent?: RunRef
  readonly cancelRequested: boolean
}

/** `GET /api/attention`: what the scan of open executions has found so far. The event `attention` tells that it has changed. */
export interface Attention {
  readonly lookedAt: number
  readonly open: { readonly count: number; readonly truncated: boolean }
  /** Whether all open executions have been looked at, at least once. */
  readonly complete: boolean
  /** Most urgent first. */
  readonly executions: readonly AttentionRow[]
}

/** An execution that needs somebody. */
export interface AttentionRow extends ExecutionRow {
  readonly events: number
  /** Most urgent first. */
  readonly problems: readonly Wire<Problem>[]
}
