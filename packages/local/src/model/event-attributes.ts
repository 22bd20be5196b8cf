import type { EventType, HistoryEvent } from './generated/types.ts'

/** The attributes of each type of event, as the API model has them. */
export type EventAttributes = {
  [T in EventType]: NonNullable<HistoryEvent[`${Uncapitalize<T>}EventAttributes`]>
}

/** Where an event's attributes stand: `timerFiredEventAttributes` for TimerFired. */
export function attributesMember(type: string): string {
  let member = members.get(type)
  if (member === undefined) {
    member = `${type.charAt(0).toLowerCase()}${type.slice(1)}EventAttributes`
    members.set(type, member)
  }
  return member
}

const members = new Map<string, string>()
