import type { Execution } from '../state/execution.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { EventType } from '../../model/generated/types.ts'
import type { State } from '../state/state.ts'
import type { Transaction, WireEvent } from '../transaction.ts'

/** How an event changes the state, besides being added to the history. */
export type EventEffect<T extends EventType> = (
  state: State,
  execution: Execution,
  attributes: EventAttributes[T],
  event: WireEvent,
) => void

export type EventEffects = { [T in EventType]?: EventEffect<T> }

/** How a transaction without events changes the state. */
export type RecordEffect = (state: State, transaction: Transaction) => void
