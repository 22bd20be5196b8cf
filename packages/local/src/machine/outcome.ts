import type { Draft } from './transaction.ts'

/** Where a poll waits: one list of one kind in one domain. */
export interface PollKey {
  readonly kind: 'decision' | 'activity'
  readonly region: string
  readonly domain: string
  readonly taskList: string
}

/**
 * The task that a poll wishes for in place of the first in line: an activity, or without `activityId` the execution's
 * decision task. For tests, which choose what happens next.
 */
export interface Selector {
  readonly runId: string
  readonly activityId?: string
}

/** What the machine knows of a request besides its action and input. */
export interface RequestContext {
  /** The region of the request. Default: the machine's own. */
  readonly region?: string | undefined
  /** The task that a poll is to be given, whatever its priority and age; none if it doesn't wait on the polled list. */
  readonly selector?: Selector | undefined
}

/** The answer to one request: a response and, if something is to be recorded, its transaction; or 'no task yet'. */
export type Outcome =
  | { readonly response: unknown; readonly record?: Draft }
  | { readonly wait: PollKey; readonly empty: unknown }
