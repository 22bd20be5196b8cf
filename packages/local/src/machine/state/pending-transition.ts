import type { ActivityTask, Execution, LambdaFunction } from './execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'

/**
 * What the service still has to do by itself, in a transaction of its own. `execution` is the one that it is about, or
 * that asked for it; `initiatedEventId` the …Initiated event in that one's history with which it began.
 */
export type PendingTransition =
  | { readonly kind: 'cancel-unstarted'; readonly execution: Execution; readonly task: ActivityTask }
  | { readonly kind: 'terminate-overlong'; readonly execution: Execution }
  | { readonly kind: 'start-lambda'; readonly execution: Execution; readonly lambda: LambdaFunction }
  /** The run that an execution that continued as new goes on with. */
  | {
      readonly kind: 'continue-as-new'
      readonly execution: Execution
      readonly continued: EventAttributes['WorkflowExecutionContinuedAsNew']
    }
  /** The parent closed while its child was open. */
  | { readonly kind: 'child-policy'; readonly execution: Execution; readonly parent: Execution }
  | Outgoing
  | Incoming

/** What an execution asked for outside itself. It outlives the execution's close. */
export type Outgoing =
  | Initiated<'start-child', 'StartChildWorkflowExecutionInitiated'>
  | Initiated<'signal-external', 'SignalExternalWorkflowExecutionInitiated'>
  | Initiated<'cancel-external', 'RequestCancelExternalWorkflowExecutionInitiated'>

interface Initiated<K extends string, T extends keyof EventAttributes> {
  readonly kind: K
  readonly execution: Execution
  readonly initiatedEventId: number
  readonly initiated: EventAttributes[T]
}

/** What an execution is to be told of another one. */
export type Incoming =
  | Report<'child-started'>
  | Report<'child-closed'>
  | Report<'external-signaled'>
  | Report<'external-cancel-requested'>

interface Report<K extends string> {
  readonly kind: K
  readonly execution: Execution
  readonly initiatedEventId: number
  readonly other: Execution
}
