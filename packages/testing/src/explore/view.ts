import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Waiting } from '@reyield/replay'
import type { Activity } from '@reyield/workflow'
import type { AnyActivity } from '../history/history.ts'
import type { CloseStatus } from '../simulator/execution.ts'

/** Work that a function of the world has done. */
export interface Worked<Input = unknown, Result = unknown> {
  readonly kind: 'activity' | 'child' | 'lambda'
  readonly name: string
  /** The activity's id, the child's workflow id. */
  readonly id: string
  /** Of an activity: which try, from 1. */
  readonly attempt: number
  readonly input: Input
  /** What it gave; `undefined` too if it threw. */
  readonly result: Result
  /** What it threw, if it did. */
  readonly error: unknown
  /** Whether its answer arrived. False: it was lost, and the activity timed out. */
  readonly answered: boolean
}

/** Work that was done, typed by the activity that it's of. */
export interface WorkedOf {
  <Input, Result>(activity: Activity<Input, Result>): readonly Worked<Input, Result>[]
  (what?: AnyActivity | { readonly name: string } | string): readonly Worked[]
}

/** A story as far as it is told: what the checks look at. */
export interface ScenarioView {
  /** What the functions of the world have done, in order; of one activity, child or Lambda function if it's named. */
  readonly worked: WorkedOf
  /** The same without what threw. */
  readonly done: WorkedOf
  /** Names and values of the signals that have come, in order. */
  readonly signals: readonly { readonly name: string; readonly value: unknown }[]
  /** How many cancel requests have come. */
  readonly cancelRequests: number
  /** How the execution has closed, in SWF's words; `undefined`: it's open. */
  readonly closeStatus: CloseStatus | undefined
  /** What the workflow has returned, if it has COMPLETED. */
  readonly result: unknown
  /** Its failure, if it has FAILED. */
  readonly error: unknown
  /** What it last said of itself by `status(value)`, if it has. */
  readonly status: { readonly value: unknown } | undefined
  /** What it waits for. */
  readonly waiting: readonly Waiting[]
  /** Signals that came and that it hasn't received. */
  readonly unread: readonly { readonly signal: string; readonly count: number }[]
  /** What a worker would log as warnings, each once. */
  readonly warnings: readonly string[]
  readonly history: {
    readonly execution: { readonly workflowId: string; readonly runId: string }
    readonly events: readonly HistoryEvent[]
  }
}
