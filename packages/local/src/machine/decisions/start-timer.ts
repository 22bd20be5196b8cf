import type { DecisionHandler } from './decision.ts'

/** Ids must only be unique among the open timers. 0 seconds are allowed (swf-semantics.md §4.4). */
export const startTimer: DecisionHandler<'StartTimer'> = (
  { timerId, control, startToFireTimeout },
  batch,
) => {
  if (batch.timers.has(timerId)) return 'TIMER_ID_ALREADY_IN_USE'
  if (batch.timers.size >= batch.limits.openTimers) return 'OPEN_TIMERS_LIMIT_EXCEEDED'
  if (!batch.context.withinRate('StartTimer', batch.domain)) return 'TIMER_CREATION_RATE_EXCEEDED'
  const startedEventId = batch.record('TimerStarted', { timerId, control, startToFireTimeout })
  batch.timers.add(timerId, startedEventId)
  return undefined
}
