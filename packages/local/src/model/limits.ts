/** Amazon SWF's quotas (swf-semantics.md §9.1), each a count where nothing else is said. */
export interface Limits {
  /** Domains of the account, deprecated ones included. */
  readonly domains: number
  /** Workflow types of a domain, deprecated ones included. */
  readonly workflowTypes: number
  /** Activity types of a domain, deprecated ones included. */
  readonly activityTypes: number
  /** Open executions of a domain. */
  readonly openExecutions: number
  /** Scheduled and started activities of an execution. */
  readonly openActivities: number
  readonly openTimers: number
  /** Children of an execution that are to be started or open. */
  readonly openChildren: number
  /** Scheduled and started Lambda functions of an execution; the documentation names no number. */
  readonly openLambdaFunctions: number
  /** Events of a history; an execution that gets there is terminated. */
  readonly events: number
  /** Polls that wait on one task list. */
  readonly pollers: number
  /** Resource tags of a domain. */
  readonly tags: number
  /** Days that closed executions of a domain with retention NONE or 0 are kept; Infinity: for ever. */
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
