import type { Activity } from '@reyield/workflow'
import type { AnyActivity } from '../history/subject.ts'
import type { WorkflowView } from '../simulator/view.ts'
import type { Worked } from './worked.ts'

/** Runs of mocks, typed by the activity. */
export interface WorkedOf {
  <Input, Result>(activity: Activity<Input, Result>): readonly Worked<Input, Result>[]
  (what?: AnyActivity | { readonly name: string } | string): readonly Worked[]
}

/**
 * The state of a scenario as its checks see it.
 *
 * @example
 * ```ts
 * const atMostOnce: Check = ({ done, closeStatus }) => closeStatus === 'FAILED' || done(charge).length <= 1
 * ```
 */
export interface ScenarioView extends WorkflowView {
  /** The runs of mocks, in order. With an argument: those of this activity, child or Lambda function. */
  readonly worked: WorkedOf
  /** The same without those that threw an error. */
  readonly done: WorkedOf
  /** Names and values of the signals that have arrived, in order. */
  readonly signals: readonly { readonly name: string; readonly value: unknown }[]
  /** How many cancel requests have arrived. */
  readonly cancelRequests: number
  /** Signals that have arrived and that the workflow hasn't received. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
}
