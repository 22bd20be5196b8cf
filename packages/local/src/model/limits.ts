/**
 * Amazon SWF's quotas (swf-semantics.md §9.1). Each is a count unless its comment says otherwise.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({ limits: { openActivities: 10, events: 500 } }) // to test what a workflow does at a quota
 * ```
 */
export interface Limits {
  /** Domains in a region, including deprecated ones. Default 100. */
  readonly domains: number
  /** Workflow types in a domain, including deprecated ones. Default 10,000. */
  readonly workflowTypes: number
  /** Activity types in a domain, including deprecated ones. Default 10,000. */
  readonly activityTypes: number
  /** Open executions in a domain. Default 100,000. */
  readonly openExecutions: number
  /** Scheduled and started activities of an execution. Default 1,000. */
  readonly openActivities: number
  /** Open timers of an execution. Default 1,000. */
  readonly openTimers: number
  /** Children of an execution that are open or about to start. Default 1,000. */
  readonly openChildren: number
  /** Scheduled and started Lambda functions of an execution. AWS documents no number. Default 1,000. */
  readonly openLambdaFunctions: number
  /** Events in a history. An execution that reaches the limit is terminated. Default 25,000. */
  readonly events: number
  /** Polls that wait on one task list at the same time. Default 1,000. */
  readonly pollers: number
  /** Resource tags of a domain. Default 50. */
  readonly tags: number
  /**
   * How many days closed executions are kept if the retention of their domain is NONE or 0. Default 1. `Infinity` keeps them for
   * ever.
   */
  readonly graceDays: number
}

export const documentedLimits: Limits = {
  domains: 100,
  workflowTypes: 10_000,
  activityTypes: 10_000,
  openExecutions: 100_000,
  openActivities: 1_000,
  openTimers: 1_000,
  openChildren: 1_000,
  openLambdaFunctions: 1_000,
  events: 25_000,
  pollers: 1_000,
  tags: 50,
  graceDays: 1,
}
