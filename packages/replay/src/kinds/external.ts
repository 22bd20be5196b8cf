import { ExternalCancelError, ExternalSignalError, type ExternalOperation } from '@reyield/workflow'
import type { Deliver, Engine, RecordBatchEvent } from '../engine.ts'
import type { Input } from '../ledger/inputs.ts'
import type { Entry } from '../ledger/ledger.ts'
import { mustBeDetached, mustBeWanted } from './wanted.ts'

export const externalWorkflowExecutionSignaled: Deliver = (event, engine) => {
  resolve(engine, event.externalWorkflowExecutionSignaledEventAttributes!.initiatedEventId!)
}

export const externalWorkflowExecutionCancelRequested: Deliver = (event, engine) => {
  const { initiatedEventId } = event.externalWorkflowExecutionCancelRequestedEventAttributes!
  if (!engine.ledger.childCancels.delete(initiatedEventId!)) resolve(engine, initiatedEventId!)
}

export const signalExternalWorkflowExecutionFailed: Deliver = (event, engine) => {
  const { initiatedEventId, cause } = event.signalExternalWorkflowExecutionFailedEventAttributes!
  reject(engine, initiatedEventId!, cause!)
}

export const requestCancelExternalWorkflowExecutionFailed: Deliver = (event, engine) => {
  const { initiatedEventId, cause } = event.requestCancelExternalWorkflowExecutionFailedEventAttributes!
  const child = engine.ledger.childCancels.get(initiatedEventId!)
  if (child === undefined) return reject(engine, initiatedEventId!, cause!)
  engine.ledger.childCancels.delete(initiatedEventId!)
  if (!rate.test(cause!)) return // it closed meanwhile, or may not be cancelled: its end is on the way (L5)
  child.cancelAsked = false
  child.cancelHeld = true
}

export const recordSignalExternalWorkflowExecutionInitiated: RecordBatchEvent = (event, engine) => {
  const { control, input } = event.signalExternalWorkflowExecutionInitiatedEventAttributes!
  return mustBeWanted(engine, 'signalExternal', control ?? '', undefined, entry =>
    record(engine, entry, event.eventId!, { text: input }),
  )
}

/** A cancel that the program asks for, or the engine's own of a child that nobody waits for (L5). */
export const recordRequestCancelExternalWorkflowExecutionInitiated: RecordBatchEvent = (event, engine) => {
  const { control = '' } = event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes!
  if (
    engine.ledger.find('cancelExternal', control) === undefined &&
    engine.ledger.findOpen('child', control)
  ) {
    return mustBeDetached(engine, 'child', control, child => {
      child.cancelAsked = true
      engine.ledger.childCancels.set(event.eventId!, child)
      engine.backoff.accepted()
    })
  }
  return mustBeWanted(engine, 'cancelExternal', control, undefined, entry =>
    record(engine, entry, event.eventId!),
  )
}

function record(engine: Engine, entry: Entry, eventId: number, input?: Input): 'matched' {
  engine.ledger.record(entry, eventId, input)
  engine.backoff.accepted()
  return 'matched'
}

const rate = /_RATE_EXCEEDED$/

function resolve(engine: Engine, initiatedEventId: number): void {
  const entry = engine.ledger.close(initiatedEventId)
  if (entry?.waiter !== undefined) engine.scheduler.resume(entry.waiter, undefined)
}

function reject(engine: Engine, initiatedEventId: number, cause: string): void {
  const entry = engine.ledger.close(initiatedEventId)
  if (entry?.waiter === undefined) return
  if (rate.test(cause)) return engine.ledger.holdAgain(entry)
  const operation = entry.operation as ExternalOperation
  const { workflowId, runId, signalName } = operation
  engine.scheduler.reject(
    entry.waiter,
    operation.kind === 'signalExternal'
      ? new ExternalSignalError({ workflowId, runId }, signalName, cause)
      : new ExternalCancelError({ workflowId, runId }, cause),
  )
}
