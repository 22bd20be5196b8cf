import type { DecisionHandler } from './decision.ts'

/** No decision task follows, unless there is no such timer, say because it has fired. */
export const cancelTimer: DecisionHandler<'CancelTimer'> = ({ timerId }, batch) => {
  const startedEventId = batch.timers.get(timerId)
  if (startedEventId === undefined) {
    batch.refuse('CancelTimerFailed', { timerId, cause: 'TIMER_ID_UNKNOWN' })
    return
  }
  batch.record('TimerCanceled', { timerId, startedEventId })
  batch.timers.remove(timerId)
}
