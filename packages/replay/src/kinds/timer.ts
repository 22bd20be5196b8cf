import { TimerNotStartedError } from '@reyield/workflow'
import type { Deliver, RecordBatchEvent } from '../engine.ts'
import { cancelFailed, mustBeDetached, mustBeWanted, refusal } from './wanted.ts'
import { engineTimer, isEngineTimer } from '../program/ids.ts'

export const timerFired: Deliver = (event, engine) => {
  const { timerId, startedEventId } = event.timerFiredEventAttributes!
  if (isEngineTimer(timerId!)) {
    if (engine.backoff.ended(startedEventId!) === engineTimer.back) engine.ledger.release()
    return
  }
  const entry = engine.ledger.close(startedEventId!)
  if (entry?.waiter === undefined) return
  if (entry.retries === undefined) engine.scheduler.resume(entry.waiter, undefined)
  else {
    engine.ledger.again(entry.retries)
    engine.refusals.wantedAgain(entry.retries)
  }
}

/** Recorded in the batch; delivered in the next episode (H6). */
export const startTimerFailed: Deliver = (event, engine) => {
  const entry = engine.ledger.takeRefused(event.eventId!)
  if (entry === undefined) return
  engine.scheduler.reject(
    entry.waiter!,
    new TimerNotStartedError(entry.id, event.startTimerFailedEventAttributes!.cause!),
  )
}

export const recordTimerStarted: RecordBatchEvent = (event, engine) => {
  const { timerId } = event.timerStartedEventAttributes!
  if (isEngineTimer(timerId!)) {
    engine.backoff.started(timerId!, event.eventId!) // L8: never checked
    return 'matched'
  }
  return mustBeWanted(engine, 'timer', timerId!, undefined, entry => {
    engine.ledger.record(entry, event.eventId!)
    engine.backoff.accepted()
    return 'matched'
  })
}

export const recordStartTimerFailed: RecordBatchEvent = (event, engine) => {
  const { timerId, cause } = event.startTimerFailedEventAttributes!
  if (isEngineTimer(timerId!)) return 'matched' // this event brings a task: the engine asks again then (L2)
  return mustBeWanted(engine, 'timer', timerId!, undefined, entry =>
    refusal(engine, entry, event.eventId!, cause!),
  )
}

export const recordTimerCanceled: RecordBatchEvent = (event, engine) => {
  const { timerId, startedEventId } = event.timerCanceledEventAttributes!
  if (isEngineTimer(timerId!)) {
    engine.backoff.ended(startedEventId!)
    return 'matched'
  }
  return mustBeDetached(engine, 'timer', timerId!, () => engine.ledger.close(startedEventId!))
}

export const recordCancelTimerFailed: RecordBatchEvent = (event, engine) =>
  cancelFailed(engine, 'timer', event.cancelTimerFailedEventAttributes!.timerId!)
