import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Waiting } from '@reyield/replay'
import type { Activity } from '@reyield/workflow'
import type { AnyActivity } from '../history/history.ts'
import type { CloseStatus } from '../simulator/execution.ts'

/** One run of a mock that did its work. */
export interface Worked<Input = unknown, Result = unknown> {
  readonly kind: 'activity' | 'child' | 'lambda'
  readonly name: string
  /** The activity's id, or the child's workflow id. */
  readonly id: string
  /** Of an activity: which attempt, from 1. */
  readonly attempt: number
  readonly input: Input
  /** The returned value. `undefined` if the mock threw an error. */
  readonly result: Result
  /** The error that it threw, if it did. */
  readonly error: unknown
  /** Whether its answer arrived. False: the answer was lost, and the activity timed out. */
  readonly answered: boolean
}

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
export interface ScenarioView {
  /** The runs of mocks, in order. With an argument: those of this activity, child or Lambda function. */
  readonly worked: WorkedOf
  /** The same without those that threw an error. */
  readonly done: WorkedOf
  /** Names and values of the signals that have arrived, in order. */
  readonly signals: readonly { readonly name: string; readonly value: unknown }[]
  /** How many cancel requests have arrived. */
  readonly cancelRequests: number
  /** How the execution has closed, in SWF's words. `undefined` while it is open. */
  readonly closeStatus: CloseStatus | undefined
  /** The workflow's result, if its close status is COMPLETED. */
  readonly result: unknown
  /** The workflow's failure, if its close status is FAILED. */
  readonly error: unknown
  /** The last value that the workflow passed to `status(value)`, if any. */
  readonly status: { readonly value: unknown } | undefined
  /** What the workflow waits for. */
  readonly waiting: readonly Waiting[]
  /** Signals that have arrived and that the workflow hasn't received. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
  /** What a worker would log as warnings, each once. */
  readonly warnings: readonly string[]
  readonly history: {
    readonly execution: { readonly workflowId: string; readonly runId: string }
    readonly events: readonly HistoryEvent[]
  }
}
