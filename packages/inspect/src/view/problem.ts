import type { EventRef } from './values.ts'

/** Something that a person should look at. `text` is one sentence, without payloads. */
export type Problem = { readonly text: string; readonly since: EventRef | undefined } & (
  | { readonly kind: 'held'; readonly code: string }
  | { readonly kind: 'decisionTaskNotStarted'; readonly taskList: string }
  | {
      readonly kind: 'activityNotStarted'
      /** The one that has waited longest. */
      readonly step: string
      readonly taskList: string
      /** How many wait in this task list. */
      readonly count: number
    }
  | { readonly kind: 'decisionTaskTimeouts'; readonly count: number }
  | {
      readonly kind: 'retrying'
      readonly step: string
      readonly attempts: number
      readonly nextAt: Date | undefined
    }
  /** `step`: undefined for the execution itself. `left`: milliseconds. */
  | { readonly kind: 'nearTimeout'; readonly step: string | undefined; readonly left: number }
  | { readonly kind: 'historyBudget'; readonly share: number }
  | { readonly kind: 'unreadSignals'; readonly signal: string; readonly count: number }
  | { readonly kind: 'decisionsRefused'; readonly count: number }
)
