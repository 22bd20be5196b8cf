import type { ActivityTask, Execution } from '../execution.ts'

/** What the service still has to do by itself, in a transaction of its own. */
export type FollowUp =
  | { readonly kind: 'cancel-unstarted'; readonly execution: Execution; readonly task: ActivityTask }
  | { readonly kind: 'terminate-overlong'; readonly execution: Execution }
