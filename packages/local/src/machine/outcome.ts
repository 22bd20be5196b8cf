import type { Draft } from './transaction.ts'

/** Where a poll waits: a task list of one kind in a domain. */
export interface PollKey {
  readonly kind: 'decision' | 'activity'
  readonly region: string
  readonly domain: string
  readonly taskList: string
}

/**
 * Selects the task that a poll gets instead of the first one in line: an activity, or the execution's decision task if there's no
 * `activityId`. For test tools, which choose what happens next.
 */
export interface Selector {
  readonly runId: string
  readonly activityId?: string
}

/** What the machine needs to know about a request besides its action and input. */
export interface RequestContext {
  /** The region of the request. Default: the machine's region. */
  readonly region?: string | undefined
  /** The task that the poll gets, regardless of priority and age. If that task isn't on the polled list, the poll gets none. */
  readonly selector?: Selector | undefined
  /**
   * For a batch of decisions: the cause with which the decision with this index is refused, whatever the state. Undefined: it's refused
   * only if SWF would refuse it. The cause must be one of its type's.
   */
  readonly refuse?: ((index: number) => string | undefined) | undefined
}

/**
 * Handles a request whose input is valid, at a time (epoch milliseconds). Throws the error that Amazon SWF would return. A waiting
 * poll is handled again each time that it's offered a task, without another validation.
 */
export type AcceptedRequest = (now: number, asked?: RequestContext) => Outcome

/**
 * The result of a request: the response and, if the request changes anything, the draft of a transaction. For a poll that finds
 * no task: where it waits, and the response if it gets none.
 */
export type Outcome =
  | { readonly response: unknown; readonly record?: Draft }
  | { readonly wait: PollKey; readonly empty: unknown }
