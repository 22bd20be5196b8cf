import { createHash } from 'node:crypto'
import {
  ChildCanceledError,
  ChildFailedError,
  ChildNotStartedError,
  ChildTerminatedError,
  ChildTimedOutError,
  type ChildOperation,
  type ChildRef,
  type ChildResultOperation,
} from '@reyield/workflow'
import { childHandle } from '@reyield/workflow/internal'
import { failureFromWire, packInput } from '@reyield/data/internal'
import type { Engine } from '../engine.ts'
import { decode } from '../history/payload.ts'
import type { Entry } from '../ledger/entry.ts'
import { textOf } from '../ledger/input.ts'
import type { Coroutine, Outcome } from '../program/coroutine.ts'
import { longest, tooLongDuration, wrongText } from '../verdicts/swf-limits.ts'
import { askLedger, rejectRefused } from './in-ledger.ts'
import type { DecisionOf, InLedger, Waiting } from './kind.ts'
import { mustBeWanted, refusal } from './wanted.ts'

type Child = ChildOperation<unknown>

export const child = {
  runs: 'waiting',
  numbered: true,
  describe,
  ask: askLedger,
  hasInput: true,
  events: 3,
  ownId: () => undefined,
  awaitsCancellation: ({ apart, cancellation }) => !apart && cancellation === 'wait',
  isCancelable: ({ cancellation }, entry) => cancellation !== 'abandon' && entry.child?.apart === false,
  // it hasn't started, or its cancel is held
  holdsClose: ({ cancellation }, { child: started, cancelHeld, cancelAsked }) =>
    cancellation !== 'abandon' && (started === undefined || (cancelHeld && !cancelAsked)),
  closedByCancel: false,
  outlivesExecution: true,
  ceiling: 'openChildren',
  refusal: operation =>
    tooLongDuration(describe(operation), { taskStartToClose: operation.taskStartToClose }) ??
    wrongText(describe(operation), 'lambdaRole', operation.lambdaRole, 1, longest.role),
  sent: text => packInput({ input: text, signals: [], cancel: false }),
  start,
  cancel(entry) {
    const { workflowId, runId } = entry.child!
    return {
      decisionType: 'RequestCancelExternalWorkflowExecution',
      requestCancelExternalWorkflowExecutionDecisionAttributes: { workflowId, runId, control: entry.id },
    }
  },
  deliver: {
    ChildWorkflowExecutionStarted({ initiatedEventId, workflowExecution }, engine) {
      const entry = engine.ledger.open.get(initiatedEventId!)
      if (entry === undefined) return
      const { apart } = entry.operation as Child
      const started = {
        workflowId: workflowExecution!.workflowId!,
        runId: workflowExecution!.runId!,
        apart: apart && entry.waiter !== undefined, // else the program never gets the handle, so the child is canceled like any other
        outcome: undefined,
        waiters: new Set<Coroutine>(),
      }
      entry.child = started
      const { waiter } = entry
      if (!apart || waiter === undefined) return
      entry.waiter = undefined
      engine.scheduler.resume(waiter, childHandle(started, entry))
    },
    ChildWorkflowExecutionCompleted({ initiatedEventId, result }, engine, event) {
      close(engine, initiatedEventId, ({ name, serializer = engine.serializer }, { id }) => ({
        value: decode(result, serializer, event, () => `the result of child workflow '${name}' (id '${id}')`),
      }))
    },
    ChildWorkflowExecutionFailed({ initiatedEventId, reason, details }, engine) {
      close(engine, initiatedEventId, (_, entry) => ({
        error: new ChildFailedError(refOf(entry, engine), {
          reason,
          details,
          cause: failureFromWire({ reason, details }),
        }),
      }))
    },
    ChildWorkflowExecutionCanceled({ initiatedEventId, details }, engine) {
      close(engine, initiatedEventId, (_, entry) => ({
        error: new ChildCanceledError(refOf(entry, engine), details),
      }))
    },
    ChildWorkflowExecutionTimedOut({ initiatedEventId }, engine) {
      close(engine, initiatedEventId, (_, entry) => ({ error: new ChildTimedOutError(refOf(entry, engine)) }))
    },
    ChildWorkflowExecutionTerminated({ initiatedEventId }, engine) {
      close(engine, initiatedEventId, (_, entry) => ({
        error: new ChildTerminatedError(refOf(entry, engine)),
      }))
    },
    /** In the batch (initiatedEventId 0) this is a refusal, delivered in the next episode (H6). Later it closes the child. */
    StartChildWorkflowExecutionFailed({ initiatedEventId, cause }, engine, { eventId }) {
      const errorOf = (_: Child, entry: Entry) => new ChildNotStartedError(refOf(entry, engine), cause!)
      if (initiatedEventId === 0) rejectRefused<Child>(engine, eventId, errorOf)
      else close(engine, initiatedEventId, (...of) => ({ error: errorOf(...of) }))
    },
  },
  record: {
    StartChildWorkflowExecutionInitiated: ({ control, workflowType }, engine, { eventId }) =>
      mustBeWanted(engine, 'child', control ?? '', workflowType, entry => {
        engine.ledger.record(entry, eventId!)
        engine.backoff.accepted()
        return 'matched'
      }),
    StartChildWorkflowExecutionFailed: ({ control, workflowType, cause }, engine, { eventId }) =>
      mustBeWanted(engine, 'child', control ?? '', workflowType, entry =>
        refusal(engine, entry, eventId!, cause!),
      ),
  },
} satisfies InLedger<Child, 'StartChildWorkflowExecution', 'RequestCancelExternalWorkflowExecution'>

/** `result()` of a child that was started apart. */
export const childResult = {
  runs: 'waiting',
  numbered: false,
  describe: () => 'result() of a child',
  ask({ child: entry }, _, coroutine) {
    const started = (entry as Entry).child!
    if (started.outcome !== undefined) return started.outcome
    started.waiters.add(coroutine)
    return { withdraw: () => started.waiters.delete(coroutine) }
  },
} satisfies Waiting<ChildResultOperation<unknown>>

function describe({ name }: Child): string {
  return `child workflow '${name}'`
}

/** The decision contains all values of the declaration, so that a child doesn't depend on the defaults of a registered type. */
function start(entry: Entry, engine: Engine): DecisionOf<'StartChildWorkflowExecution'> {
  const operation = entry.operation as Child
  const input = packInput({ input: textOf(entry.input!), signals: [], cancel: false })
  const taskList = operation.taskList ?? engine.begun?.workflowExecutionStartedEventAttributes?.taskList?.name
  return {
    decisionType: 'StartChildWorkflowExecution',
    startChildWorkflowExecutionDecisionAttributes: {
      workflowType: { name: operation.name, version: operation.version },
      workflowId: childWorkflowId(operation, entry.id, engine),
      control: entry.id,
      ...(input === undefined ? {} : { input }),
      taskList: { name: taskList },
      ...(operation.executionStartToClose === undefined
        ? {}
        : { executionStartToCloseTimeout: operation.executionStartToClose }),
      taskStartToCloseTimeout: operation.taskStartToClose,
      childPolicy: operation.childPolicy,
      ...(operation.tags.length === 0 ? {} : { tagList: [...operation.tags] }),
      ...(operation.priority === undefined ? {} : { taskPriority: operation.priority }),
      ...(operation.lambdaRole === undefined ? {} : { lambdaRole: operation.lambdaRole }),
    },
  }
}

/**
 * A child has closed. The waiting coroutine is resumed; for a child started apart, the outcome is kept for later `result()` calls.
 */
function close(
  engine: Engine,
  initiatedEventId: number | undefined,
  outcomeOf: (operation: Child, entry: Entry) => Outcome,
): void {
  const entry = engine.ledger.close(initiatedEventId!)
  if (entry === undefined) return
  const { waiter, child: started } = entry
  const operation = entry.operation as Child
  if (waiter !== undefined) engine.scheduler.wake(waiter, outcomeOf(operation, entry))
  else if (started?.apart === true) {
    started.outcome = outcomeOf(operation, entry)
    for (const coroutine of started.waiters) engine.scheduler.wake(coroutine, started.outcome)
    started.waiters.clear()
  }
}

function refOf(entry: Entry, engine: Engine): ChildRef {
  const operation = entry.operation as Child
  return {
    workflowId: entry.child?.workflowId ?? childWorkflowId(operation, entry.id, engine),
    runId: entry.child?.runId,
    name: operation.name,
    version: operation.version,
  }
}

/** The child's own id, or `<workflowId>.<10 characters of the run id's hash>.<place>`: unique, and the same in replays. */
function childWorkflowId(operation: Child, id: string, engine: Engine): string {
  if (operation.workflowId !== undefined) return operation.workflowId
  const { workflowId, runId } = engine.execution('the id of a child')
  const made = `${workflowId}.${base32(runId).slice(0, 10)}.${id}`
  if (made.length <= longest.id) return made
  return `${base32(workflowId).slice(0, 26)}.${base32(runId).slice(0, 10)}.${id}`
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'

/** The first 150 bits of a SHA-256, in the letters of RFC 4648. */
function base32(text: string): string {
  const bits = BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
  return Array.from({ length: 30 }, (_, at) => alphabet[Number((bits >> BigInt(251 - 5 * at)) & 31n)]).join(
    '',
  )
}
