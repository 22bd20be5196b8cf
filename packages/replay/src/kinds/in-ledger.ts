import type {
  ChildResultOperation,
  Operation,
  ReceiveOperation,
  SideEffectOperation,
} from '@reyield/workflow'
import type { Engine } from '../engine.ts'
import { receive } from './signal.ts'
import { askChildResult } from '../match/children.ts'
import { keyOf } from '../ledger/inputs.ts'
import type { LedgerOperation } from '../ledger/ledger.ts'
import type { Coroutine, Outcome, Wait } from '../program/coroutine.ts'

type Ask = (operation: never, engine: Engine, coroutine: Coroutine, id: string) => Outcome | Wait

const intoLedger: Ask = (operation: LedgerOperation, engine, coroutine, id) => {
  const { ledger, inputs, markers } = engine
  const entry = ledger.ask(operation, id, coroutine)
  if (entry instanceof Error) return { error: entry }
  if (inputs.live || inputs.searching) entry.input = inputs.asked(operation, keyOf(entry))
  if (!markers.mayRefuse) return entry // as nearly always
  const error = engine.refusals.ask(operation, id, entry.input)
  if (error === undefined) return entry
  entry.withdraw()
  return { error }
}

/** Operations that wait for the world outside: the outcome if it's known already, else what the coroutine waits for. */
const asks = new Map<string, Ask>([
  ['activity', intoLedger],
  ['timer', intoLedger],
  ['child', intoLedger],
  ['lambda', intoLedger],
  ['signalExternal', intoLedger],
  ['cancelExternal', intoLedger],
  [
    'sideEffect',
    (operation: SideEffectOperation<unknown>, { markers }, coroutine, id) =>
      markers.sideEffect(operation, id, coroutine),
  ],
  [
    'receive',
    (operation: ReceiveOperation<unknown>, engine, coroutine) => receive(operation, coroutine, engine),
  ],
  [
    'childResult',
    (operation: ChildResultOperation<unknown>, _, coroutine) => askChildResult(operation, coroutine),
  ],
])

/** Undefined for an operation of a kind that this engine doesn't know. */
export const ask = (
  operation: Operation<unknown>,
  engine: Engine,
  coroutine: Coroutine,
  id: string,
): Outcome | Wait | undefined => asks.get(operation.kind)?.(operation as never, engine, coroutine, id)
