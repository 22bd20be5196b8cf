import type { DecisionHandler } from './decision.ts'

/** Schedules no decision task, unless there is no such open timer, for instance because it has fired. */
export const cancelTimer: DecisionHandler<'CancelTimer'> = ({ timerId }, batch) => {
  const startedEventId = batch.timers.get(timerId)
  if (startedEventId === undefined) return 'TIMER_ID_UNKNOWN'
  batch.record('TimerCanceled', { timerId, startedEventId })
  batch.timers.remove(timerId)
  return undefined
}
