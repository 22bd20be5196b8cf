import {
  LambdaFailedError,
  LambdaNotStartedError,
  LambdaTimedOutError,
  type LambdaOperation,
} from '@reyield/workflow'
import { json } from '@reyield/data'
import type { Deliver, Engine, RecordBatchEvent } from '../engine.ts'
import type { Entry } from '../ledger/ledger.ts'
import { mustBeWanted, refusal } from './wanted.ts'
import type { Outcome } from '../program/coroutine.ts'
import { decode } from '../history/payload.ts'

export const lambdaFunctionCompleted: Deliver = (event, engine) => {
  const { scheduledEventId, result } = event.lambdaFunctionCompletedEventAttributes!
  close(engine, scheduledEventId!, entry => {
    const { name, serializer = json } = operationOf(entry)
    return {
      value: decode(
        result,
        serializer,
        event,
        () => `the result of Lambda function '${name}' (id '${entry.id}')`,
      ),
    }
  })
}

export const lambdaFunctionFailed: Deliver = (event, engine) => {
  const { scheduledEventId, reason, details } = event.lambdaFunctionFailedEventAttributes!
  close(engine, scheduledEventId!, entry => ({
    error: new LambdaFailedError(refOf(entry), { reason, details }),
  }))
}

export const lambdaFunctionTimedOut: Deliver = (event, engine) => {
  const { scheduledEventId } = event.lambdaFunctionTimedOutEventAttributes!
  close(engine, scheduledEventId!, entry => ({ error: new LambdaTimedOutError(refOf(entry)) }))
}

export const startLambdaFunctionFailed: Deliver = (event, engine) => {
  const { scheduledEventId, cause, message } = event.startLambdaFunctionFailedEventAttributes!
  close(engine, scheduledEventId!, entry => ({
    error: new LambdaNotStartedError(refOf(entry), cause!, message),
  }))
}

/** Recorded in the batch; delivered in the next episode (H6). */
export const scheduleLambdaFunctionFailed: Deliver = (event, engine) => {
  const entry = engine.ledger.takeRefused(event.eventId!)
  if (entry === undefined) return
  const { cause } = event.scheduleLambdaFunctionFailedEventAttributes!
  engine.scheduler.reject(entry.waiter!, new LambdaNotStartedError(refOf(entry), cause!))
}

export const recordLambdaFunctionScheduled: RecordBatchEvent = (event, engine) => {
  const { id, name } = event.lambdaFunctionScheduledEventAttributes!
  return mustBeWanted(engine, 'lambda', id!, { name }, entry => {
    engine.ledger.record(entry, event.eventId!)
    engine.backoff.accepted()
    return 'matched'
  })
}

export const recordScheduleLambdaFunctionFailed: RecordBatchEvent = (event, engine) => {
  const { id, name, cause } = event.scheduleLambdaFunctionFailedEventAttributes!
  return mustBeWanted(engine, 'lambda', id!, { name }, entry =>
    refusal(engine, entry, event.eventId!, cause!),
  )
}

const operationOf = (entry: Entry) => entry.operation as LambdaOperation<unknown>

const refOf = (entry: Entry) => ({ id: entry.id, name: operationOf(entry).name })

function close(engine: Engine, scheduledEventId: number, outcomeOf: (entry: Entry) => Outcome): void {
  const entry = engine.ledger.close(scheduledEventId)
  if (entry?.waiter !== undefined) engine.scheduler.wake(entry.waiter, outcomeOf(entry))
}
