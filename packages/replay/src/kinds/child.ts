import {
  ChildCancelledError,
  ChildFailedError,
  childHandle,
  ChildNotStartedError,
  ChildTerminatedError,
  ChildTimedOutError,
  type ChildOperation,
  type ChildRef,
} from '@reyield/workflow'
import { failureFromWire } from '@reyield/data'
import type { Deliver, Engine, RecordBatchEvent } from '../engine.ts'
import { childWorkflowId } from '../match/children.ts'
import type { Entry } from '../ledger/ledger.ts'
import { mustBeWanted, refusal } from './wanted.ts'
import type { Outcome } from '../program/coroutine.ts'
import { decode } from '../history/payload.ts'

export const childWorkflowExecutionStarted: Deliver = (event, engine) => {
  const { initiatedEventId, workflowExecution } = event.childWorkflowExecutionStartedEventAttributes!
  const entry = engine.ledger.open.get(initiatedEventId!)
  if (entry === undefined) return
  const { apart } = operationOf(entry)
  entry.child = {
    workflowId: workflowExecution!.workflowId!,
    runId: workflowExecution!.runId!,
    apart: apart && entry.waiter !== undefined, // nobody took the handle: it's cancelled like any other
    outcome: undefined,
    waiters: new Set(),
  }
  if (!apart || entry.waiter === undefined) return
  const { waiter, child } = entry
  entry.waiter = undefined
  engine.scheduler.resume(waiter, childHandle(child, entry))
}

export const childWorkflowExecutionCompleted: Deliver = (event, engine) => {
  const { initiatedEventId, result } = event.childWorkflowExecutionCompletedEventAttributes!
  close(engine, initiatedEventId!, (entry, { name, serializer = engine.serializer }) => ({
    value: decode(
      result,
      serializer,
      event,
      () => `the result of child workflow '${name}' (id '${entry.id}')`,
    ),
  }))
}

export const childWorkflowExecutionFailed: Deliver = (event, engine) => {
  const { initiatedEventId, reason, details } = event.childWorkflowExecutionFailedEventAttributes!
  close(engine, initiatedEventId!, entry => ({
    error: new ChildFailedError(refOf(entry, engine), {
      reason,
      details,
      cause: failureFromWire({ reason, details }),
    }),
  }))
}

export const childWorkflowExecutionCanceled: Deliver = (event, engine) => {
  const { initiatedEventId, details } = event.childWorkflowExecutionCanceledEventAttributes!
  close(engine, initiatedEventId!, entry => ({
    error: new ChildCancelledError(refOf(entry, engine), details),
  }))
}

export const childWorkflowExecutionTimedOut: Deliver = (event, engine) => {
  const { initiatedEventId } = event.childWorkflowExecutionTimedOutEventAttributes!
  close(engine, initiatedEventId!, entry => ({ error: new ChildTimedOutError(refOf(entry, engine)) }))
}

export const childWorkflowExecutionTerminated: Deliver = (event, engine) => {
  const { initiatedEventId } = event.childWorkflowExecutionTerminatedEventAttributes!
  close(engine, initiatedEventId!, entry => ({ error: new ChildTerminatedError(refOf(entry, engine)) }))
}

/** In the batch (initiatedEventId 0) it's a refusal, delivered in the next episode (H6); later, it closes the child. */
export const startChildWorkflowExecutionFailed: Deliver = (event, engine) => {
  const { initiatedEventId, cause } = event.startChildWorkflowExecutionFailedEventAttributes!
  if (initiatedEventId !== 0) {
    close(engine, initiatedEventId!, entry => ({
      error: new ChildNotStartedError(refOf(entry, engine), cause!),
    }))
    return
  }
  const entry = engine.ledger.takeRefused(event.eventId!)
  if (entry === undefined) return
  engine.scheduler.reject(entry.waiter!, new ChildNotStartedError(refOf(entry, engine), cause!))
}

export const recordStartChildWorkflowExecutionInitiated: RecordBatchEvent = (event, engine) => {
  const { control, workflowType } = event.startChildWorkflowExecutionInitiatedEventAttributes!
  return mustBeWanted(engine, 'child', control ?? '', workflowType, entry => {
    engine.ledger.record(entry, event.eventId!)
    engine.backoff.accepted()
    return 'matched'
  })
}

export const recordStartChildWorkflowExecutionFailed: RecordBatchEvent = (event, engine) => {
  const { control, workflowType, cause } = event.startChildWorkflowExecutionFailedEventAttributes!
  return mustBeWanted(engine, 'child', control ?? '', workflowType, entry =>
    refusal(engine, entry, event.eventId!, cause!),
  )
}

const operationOf = (entry: Entry) => entry.operation as ChildOperation<unknown>

/** A child has closed: tells whoever waits, and keeps it for those who may ask for the result of one started apart. */
function close(
  engine: Engine,
  initiatedEventId: number,
  outcomeOf: (entry: Entry, operation: ChildOperation<unknown>) => Outcome,
): void {
  const entry = engine.ledger.close(initiatedEventId)
  if (entry === undefined) return
  const { waiter, child } = entry
  if (waiter !== undefined) engine.scheduler.wake(waiter, outcomeOf(entry, operationOf(entry)))
  else if (child?.apart === true) {
    child.outcome = outcomeOf(entry, operationOf(entry))
    for (const coroutine of child.waiters) engine.scheduler.wake(coroutine, child.outcome)
    child.waiters.clear()
  }
}

function refOf(entry: Entry, engine: Engine): ChildRef {
  const operation = operationOf(entry)
  return {
    workflowId: entry.child?.workflowId ?? childWorkflowId(operation, entry.id, engine),
    runId: entry.child?.runId,
    name: operation.name,
    version: operation.version,
  }
}
