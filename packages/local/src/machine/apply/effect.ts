import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { EventType } from '../../model/generated/types.ts'
import type { State } from '../state/state.ts'
import type { Transaction, WireEvent } from '../transaction.ts'

/** What an event does to the state, apart from standing in its history. */
export type EventEffect<T extends EventType> = (
  state: State,
  execution: Execution,
  attributes: EventAttributes[T],
  event: WireEvent,
) => void

export type EventEffects = { [T in EventType]?: EventEffect<T> }

/** What a transaction without events does to the state. */
export type RecordEffect = (state: State, transaction: Transaction) => void
