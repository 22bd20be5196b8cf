import type { EventType, HistoryEvent } from './generated/types.ts'

/** The attributes of each event type, as in the API model. */
export type EventAttributes = {
  [T in EventType]: NonNullable<HistoryEvent[`${Uncapitalize<T>}EventAttributes`]>
}

/** The member of an event that has its attributes, for instance `timerFiredEventAttributes` for TimerFired. */
export function attributesMember(type: string): string {
  let member = members.get(type)
  if (member === undefined) {
    member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes`
    members.set(type, member)
  }
  return member
}

const members = new Map<string, string>()
