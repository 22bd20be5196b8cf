import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { LookOperation, ReceiveOperation } from '@reyield/workflow'
import type { Deliver, Engine } from '../../engine.ts'
import type { Coroutine, Wait } from '../../program/coroutine.ts'
import { decode } from '../payload.ts'

export const workflowExecutionSignaled: Deliver = (event, engine) => {
  engine.channels.deliver(event.workflowExecutionSignaledEventAttributes!.signalName!, event)
}

/** Receives the next signal: at once if one has come, else the coroutine waits for it. */
export function receive(
  operation: ReceiveOperation<unknown>,
  coroutine: Coroutine,
  engine: Engine,
): { readonly value: unknown } | Wait {
  const event = engine.channels.next(operation.signalName)
  if (event !== undefined) return { value: valueOf(event, operation, engine) }
  return engine.channels.wait(operation.signalName, coroutine, next =>
    engine.scheduler.resume(coroutine, valueOf(next, operation, engine)),
  )
}

/** What has come so far; never waits. */
export function look(operation: LookOperation<unknown>, engine: Engine): unknown {
  const { channels } = engine
  if (operation.kind === 'pending') return channels.pending(operation.signalName)
  return channels.drain(operation.signalName).map(event => valueOf(event, operation, engine))
}

function valueOf(
  event: HistoryEvent,
  { signalName, serializer = undefined }: ReceiveOperation<unknown> | LookOperation<unknown>,
  engine: Engine,
): unknown {
  const { input } = event.workflowExecutionSignaledEventAttributes!
  return decode(input, serializer ?? engine.serializer, event, () => `the signal '${signalName}'`)
}
