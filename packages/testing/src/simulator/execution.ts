import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { ExecutionView } from '@reyield/local'

type WireEvent = ExecutionView['events'][number]

/** How an execution has closed, in SWF's words. */
export type CloseStatus =
  | 'COMPLETED'
  | 'FAILED'
  | 'CANCELED'
  | 'TERMINATED'
  | 'TIMED_OUT'
  | 'CONTINUED_AS_NEW'

/** Whether its decision task waits for a decider. */
export const isTaskWaiting = ({ queued, started }: ExecutionView): boolean =>
  queued !== undefined && started === undefined

/** When SWF times the execution out, in epoch milliseconds. */
export const endOf = ({ deadline }: ExecutionView): number => deadline?.at ?? Infinity

/** Events as the AWS SDK returns them. Simulators that continue from one log share them. */
const datedEvents = new WeakMap<WireEvent, HistoryEvent>()

const histories = new WeakMap<ExecutionView, HistoryEvent[]>()

/** The history of an execution as the AWS SDK returns it, with times as Date. It grows with the execution. */
export function historyOf(execution: ExecutionView): readonly HistoryEvent[] {
  let history = histories.get(execution)
  if (history === undefined) histories.set(execution, (history = []))
  const { events } = execution
  for (let index = history.length; index < events.length; index++) history.push(dated(events[index]!))
  return history
}

/** An event as the AWS SDK returns it, with its time as a Date. */
export function dated(event: WireEvent): HistoryEvent {
  const known = datedEvents.get(event)
  if (known !== undefined) return known
  const eventTimestamp = new Date(Math.round(event.eventTimestamp * 1000))
  const made = { ...event, eventTimestamp } as unknown as HistoryEvent
  datedEvents.set(event, made)
  return made
}
