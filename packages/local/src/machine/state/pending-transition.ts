import type { ActivityTask, Execution, LambdaFunction } from './execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'

/**
 * Something that SWF still has to do by itself, in a transaction of its own. `execution` is the execution that it is about or
 * that requested it. `initiatedEventId` is the …Initiated event in its history that requested it.
 */
export type PendingTransition =
  | { readonly kind: 'cancel-unstarted'; readonly execution: Execution; readonly task: ActivityTask }
  | { readonly kind: 'terminate-overlong'; readonly execution: Execution }
  | { readonly kind: 'start-lambda'; readonly execution: Execution; readonly lambda: LambdaFunction }
  /** Starts the next run of an execution that continued as new. */
  | {
      readonly kind: 'continue-as-new'
      readonly execution: Execution
      readonly continued: EventAttributes['WorkflowExecutionContinuedAsNew']
    }
  /** Applies the child policy: the parent closed while this child was open. */
  | { readonly kind: 'child-policy'; readonly execution: Execution; readonly parent: Execution }
  | Outgoing
  | Incoming

/** What an execution requested of another one. It's done even if the execution closes first. */
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

/** What is reported to an execution about another one. */
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
