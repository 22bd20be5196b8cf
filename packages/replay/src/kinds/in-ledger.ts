import type { Operation } from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import type { Entry, LedgerOperation } from '../ledger/entry.ts'
import { keyOf } from '../ledger/inputs.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'
import { refuseAsked } from '../verdicts/refusals.ts'

/** The rows of kinds that SWF can't cancel: signals and cancel requests to other executions, Lambda functions. */
export const neverCanceled = {
  runs: 'waiting',
  numbered: true,
  ask: askLedger,
  ownId: () => undefined,
  awaitsCancellation: () => false,
  isCancelable: () => false,
  holdsClose: () => false,
  closedByCancel: false,
  outlivesExecution: false,
  cancel: 'never',
} as const

/** Adds an operation to the ledger. The coroutine waits for the entry, unless the operation is refused (W7, E4). */
export function askLedger(
  operation: LedgerOperation,
  engine: Engine,
  coroutine: Coroutine,
  id: string,
): Outcome | Wait {
  const { ledger, inputs, markers } = engine
  const entry = ledger.ask(operation, id, coroutine)
  if (entry instanceof Error) return { error: entry }
  if (inputs.live || inputs.searching) entry.input = inputs.asked(operation, keyOf(entry))
  if (!markers.mayRefuse) return entry // the usual case
  const error = refuseAsked(operation, id, entry.input, engine)
  if (error === undefined) return entry
  entry.withdraw()
  return { error }
}

/** Closes an open operation. The coroutine that waits for it gets the outcome. */
export function closeEntry<O extends Operation<unknown>>(
  engine: Engine,
  openedBy: number | undefined,
  outcomeOf: (operation: O, entry: Entry) => Outcome,
): void {
  const entry = engine.ledger.close(openedBy!)
  if (entry?.waiter !== undefined) {
    engine.scheduler.wake(entry.waiter, outcomeOf(entry.operation as Operation<unknown> as O, entry))
  }
}

/**
 * SWF refused to start an operation, as the batch records. A coroutine that still waits for it gets the error in the next episode
 * (H6).
 */
export function rejectRefused<O extends Operation<unknown>>(
  engine: Engine,
  eventId: number | undefined,
  errorOf: (operation: O, entry: Entry) => Error,
): void {
  const entry = engine.ledger.takeRefused(eventId!)
  if (entry === undefined) return
  engine.scheduler.reject(entry.waiter!, errorOf(entry.operation as Operation<unknown> as O, entry))
}
