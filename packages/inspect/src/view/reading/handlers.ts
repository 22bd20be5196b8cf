import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import type { EventRef } from '../values.ts'
import type { Reading } from './reading.ts'

/** The attributes of an event type. */
export type AttributesOf<Type extends EventType> = NonNullable<
  HistoryEvent[`${Uncapitalize<Type>}EventAttributes`]
>

/** What each type of event tells. */
export type Handlers = {
  readonly [Type in EventType]: (of: AttributesOf<Type>, at: EventRef, reading: Reading) => void
}

/** SWF's durations are seconds, or NONE. */
export function milliseconds(seconds: string | undefined): number | undefined {
  const number = Number(seconds)
  return seconds === undefined || seconds === '' || !Number.isFinite(number) ? undefined : number * 1000
}
