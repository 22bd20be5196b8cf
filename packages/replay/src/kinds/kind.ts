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

/** The operations of workflows: one for each kind, or for a few kinds that are alike. */
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

/** Gives one event to the program (replay-rules.md, "What each event does"). */
export type Deliver<T extends EventType> = (
  attributes: AttributesOf<T>,
  engine: Engine,
  event: HistoryEvent,
) => void

/** What a batch event turned out to be: fine, a refusal to be delivered later (H6), or not what the program wants. */
export type Verdict =
  | 'matched'
  | 'refused'
  | { readonly mismatch: string; readonly recorded: Omit<Recorded, 'eventId' | 'eventType'> }

/** Compares one event of a batch with what the program wants, and moves the ledger on (W2). */
export type RecordEvent<T extends EventType> = (
  attributes: AttributesOf<T>,
  engine: Engine,
  event: HistoryEvent,
) => Verdict

/** What SWF writes into the batch for each decision: that it's done or begun, or that it was refused (swf-semantics.md §4.1). */
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

/** What SWF writes into the batch for a decision. */
export type ResultOf<D extends DecisionType> = Results[D]

/** A decision of a type. */
export type DecisionOf<D extends DecisionType> = Decision & { readonly decisionType: D }

/** The events that a kind owns. Every event type has one owner: see `events.ts`. */
export interface EventOwner {
  /** What the events tell the program, by type. */
  readonly deliver?: { readonly [T in EventType]?: Deliver<T> }
  /** How the events of a batch are checked, by type. */
  readonly record?: { readonly [T in EventType]?: RecordEvent<T> }
}

/** Answered at once. */
export interface Answered<O> extends ImmediateKind<O> {
  readonly answer: (operation: O, engine: Engine, coroutine: Coroutine) => Outcome
}

/** Waits for something outside. */
export interface Waiting<O> extends WaitingKind<O>, Partial<SentKind<O>>, EventOwner {
  /** The outcome if it's known already, else what the coroutine waits for. */
  readonly ask: (operation: O, engine: Engine, coroutine: Coroutine, id: string) => Outcome | Wait
}

/** SWF's ceilings of what is open. */
export type Ceiling = Extract<keyof Limits, `open${string}`>

/** Recorded by history, open, and closed. */
export interface LedgerRow<O> extends LedgerKind<O>, Waiting<O> {
  readonly numbered: true
  readonly events: number
  readonly hasInput: boolean
  /** Which of SWF's ceilings counts it while it's open (L4). */
  readonly ceiling: Ceiling | 'none'
  /** What is wanted, as the decision that asks for it. */
  readonly start: (entry: Entry, engine: Engine, taskStarted: Date) => Decision
  /** The decision that asks to cancel an open one, where `isCancelable` allows it (L5). */
  readonly cancel: 'never' | ((entry: Entry) => Decision)
  /** It doesn't end with the execution, so its cancel travels with a close (L6). */
  readonly outlivesExecution: boolean
  /** SWF counts it as closed in the answer that cancels it (L4). */
  readonly closedByCancel: boolean
}

/** The same of a kind that is started by decisions `Start` and canceled by decisions `Cancel`: what SWF records of a start is its own. */
export interface InLedger<
  O,
  Start extends DecisionType,
  Cancel extends DecisionType = never,
> extends LedgerRow<O> {
  readonly start: (entry: Entry, engine: Engine, taskStarted: Date) => DecisionOf<Start>
  readonly cancel: [Cancel] extends [never] ? 'never' : (entry: Entry) => DecisionOf<Cancel>
  readonly record: Required<Pick<Required<EventOwner>['record'], ResultOf<Start>>> & EventOwner['record']
}

/** Carried out by the scheduler. */
export interface Control<O> extends ControlKind<O>, Partial<SentKind<O>> {}

/** The row of a kind in the table: one that the ledger has needs all that the ledger, its decisions and its ceiling ask for. */
export type Row<K extends OperationKind> = [OperationOf<K>] extends [never]
  ? `add the operation of kind ${K} to WorkflowOperation`
  : K extends LedgerOperation['kind']
    ? LedgerRow<OperationOf<K>>
    : | Waiting<OperationOf<K>>
      | (EventOwner & (Answered<OperationOf<K>> | CompositeKind<OperationOf<K>> | Control<OperationOf<K>>))
