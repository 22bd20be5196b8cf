import type { Decision, DecisionType, EventType, HistoryEvent } from '@aws-sdk/client-swf'
import type {
  ActivityOperation,
  AllOperation,
  AllSettledOperation,
  AnyOperation,
  BeforeUndoOperation,
  CancelRequestsOperation,
  ChildOperation,
  ChildResultOperation,
  ContinueAsNewOperation,
  ExternalOperation,
  ForkOperation,
  InfoOperation,
  LambdaOperation,
  LogOperation,
  LookOperation,
  MapOperation,
  NowOperation,
  OperationKind,
  PatchedOperation,
  RaceOperation,
  RandomOperation,
  ReceiveOperation,
  RetryOperation,
  SagaOperation,
  ShieldOperation,
  SideEffectOperation,
  StatusOperation,
  ForkHandleOperation,
  TimeoutOperation,
  TimerOperation,
} from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Recorded } from '../errors/non-determinism.ts'
import type { Entry, LedgerOperation } from '../ledger/entry.ts'
import type { LedgerKind, SentKind } from '../ledger/kind.ts'
import type { Limits } from '../decisions/limits.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'
import type { CompositeKind, ControlKind, ImmediateKind, WaitingKind } from '../program/kind.ts'

/** The operations of workflows: one type for each kind, or for a few similar kinds. */
type WorkflowOperation =
  | ActivityOperation<unknown>
  | AllOperation<unknown>
  | AllSettledOperation<unknown>
  | AnyOperation<unknown>
  | BeforeUndoOperation
  | CancelRequestsOperation
  | ChildOperation<unknown>
  | ChildResultOperation<unknown>
  | ContinueAsNewOperation
  | ExternalOperation
  | ForkOperation<unknown>
  | InfoOperation
  | LambdaOperation<unknown>
  | LogOperation
  | LookOperation<unknown>
  | MapOperation<unknown>
  | NowOperation
  | PatchedOperation
  | RaceOperation<unknown>
  | RandomOperation<unknown>
  | ReceiveOperation<unknown>
  | RetryOperation<unknown>
  | SagaOperation<unknown>
  | ShieldOperation<unknown>
  | SideEffectOperation<unknown>
  | StatusOperation
  | ForkHandleOperation<unknown>
  | TimeoutOperation<unknown>
  | TimerOperation

/** The operation of a kind. */
export type OperationOf<K extends OperationKind> = Of<WorkflowOperation, K>
type Of<O, K> = O extends { readonly kind: infer Own } ? (K extends Own ? O : never) : never

/** The attributes of an event. */
export type AttributesOf<T extends EventType> = NonNullable<HistoryEvent[`${Uncapitalize<T>}EventAttributes`]>

/** Delivers one event to the program (replay-rules.md, "What each event does"). */
export type Deliver<T extends EventType> = (
  attributes: AttributesOf<T>,
  engine: Engine,
  event: HistoryEvent,
) => void

/**
 * The result of checking an event of a batch: it matches, it is a refusal to be delivered later (H6), or the program doesn't want
 * it.
 */
export type Verdict =
  | 'matched'
  | 'refused'
  | { readonly mismatch: string; readonly recorded: Omit<Recorded, 'eventId' | 'eventType'> }

/** Compares one event of a batch with what the program wants, and updates the ledger (W2). */
export type RecordEvent<T extends EventType> = (
  attributes: AttributesOf<T>,
  engine: Engine,
  event: HistoryEvent,
) => Verdict

/** The events that SWF records for each decision: that it was carried out, or that it was refused (swf-semantics.md §4.1). */
interface Results extends Record<DecisionType, EventType> {
  ScheduleActivityTask: 'ActivityTaskScheduled' | 'ScheduleActivityTaskFailed'
  RequestCancelActivityTask: 'ActivityTaskCancelRequested' | 'RequestCancelActivityTaskFailed'
  StartTimer: 'TimerStarted' | 'StartTimerFailed'
  CancelTimer: 'TimerCanceled' | 'CancelTimerFailed'
  StartChildWorkflowExecution: 'StartChildWorkflowExecutionInitiated' | 'StartChildWorkflowExecutionFailed'
  SignalExternalWorkflowExecution: 'SignalExternalWorkflowExecutionInitiated'
  RequestCancelExternalWorkflowExecution: 'RequestCancelExternalWorkflowExecutionInitiated'
  ScheduleLambdaFunction: 'LambdaFunctionScheduled' | 'ScheduleLambdaFunctionFailed'
  RecordMarker: 'MarkerRecorded' | 'RecordMarkerFailed'
  CompleteWorkflowExecution: 'WorkflowExecutionCompleted' | 'CompleteWorkflowExecutionFailed'
  FailWorkflowExecution: 'WorkflowExecutionFailed' | 'FailWorkflowExecutionFailed'
  CancelWorkflowExecution: 'WorkflowExecutionCanceled' | 'CancelWorkflowExecutionFailed'
  ContinueAsNewWorkflowExecution: 'WorkflowExecutionContinuedAsNew' | 'ContinueAsNewWorkflowExecutionFailed'
}

/** The events that SWF records for a decision. */
export type ResultOf<D extends DecisionType> = Results[D]

/** A decision of a type. */
export type DecisionOf<D extends DecisionType> = Decision & { readonly decisionType: D }

/** The events that a kind owns. Every event type has one owner: see `events.ts`. */
export interface EventOwner {
  /** Delivers events to the program, by type. */
  readonly deliver?: { readonly [T in EventType]?: Deliver<T> }
  /** Checks the events of a batch, by type. */
  readonly record?: { readonly [T in EventType]?: RecordEvent<T> }
}

/** An operation with a result at once. */
export interface Answered<O> extends ImmediateKind<O> {
  readonly answer: (operation: O, engine: Engine, coroutine: Coroutine) => Outcome
}

/** An operation that waits for something outside the program. */
export interface Waiting<O> extends WaitingKind<O>, Partial<SentKind<O>>, EventOwner {
  /** Returns the outcome if it's known already, else what the coroutine waits for. */
  readonly ask: (operation: O, engine: Engine, coroutine: Coroutine, id: string) => Outcome | Wait
}

/** SWF's limits for open operations (swf-semantics.md §9.1). */
export type Ceiling = Extract<keyof Limits, `open${string}`>

/** An operation that history records, and that is open until it closes. */
export interface LedgerRow<O> extends LedgerKind<O>, Waiting<O> {
  readonly numbered: true
  readonly events: number
  readonly hasInput: boolean
  /** The limit that counts it while it's open (L4). */
  readonly ceiling: Ceiling | 'none'
  /** The decision that starts it. */
  readonly start: (entry: Entry, engine: Engine, taskStarted: Date) => Decision
  /** The decision that cancels an open one, if `isCancelable` allows it (L5). */
  readonly cancel: 'never' | ((entry: Entry) => Decision)
  /** It doesn't end with the execution, so its cancel is sent together with a close (L6). */
  readonly outlivesExecution: boolean
  /** Its cancel closes it, so it no longer counts in the same answer (L4). */
  readonly closedByCancel: boolean
}

/** The same for a kind that is started by decisions `Start` and canceled by decisions `Cancel`. It owns all events of its start. */
export interface InLedger<
  O,
  Start extends DecisionType,
  Cancel extends DecisionType = never,
> extends LedgerRow<O> {
  readonly start: (entry: Entry, engine: Engine, taskStarted: Date) => DecisionOf<Start>
  readonly cancel: [Cancel] extends [never] ? 'never' : (entry: Entry) => DecisionOf<Cancel>
  readonly record: Required<Pick<Required<EventOwner>['record'], ResultOf<Start>>> & EventOwner['record']
}

/** An operation that the scheduler carries out. */
export interface Control<O> extends ControlKind<O>, Partial<SentKind<O>> {}

/** The row of a kind in the table. A kind of the ledger needs all members that the ledger, its decisions and its limit use. */
export type Row<K extends OperationKind> = [OperationOf<K>] extends [never]
  ? `add the operation of kind ${K} to WorkflowOperation`
  : K extends LedgerOperation['kind']
    ? LedgerRow<OperationOf<K>>
    : | Waiting<OperationOf<K>>
      | (EventOwner & (Answered<OperationOf<K>> | CompositeKind<OperationOf<K>> | Control<OperationOf<K>>))
