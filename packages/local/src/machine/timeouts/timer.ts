import type { Execution, Timer } from '../state/execution.ts'
import { triggered } from '../history/history-draft.ts'

/** A timer fires. */
export function timerFired(execution: Execution, { timer }: { readonly timer: Timer }, now: number) {
  const { timerId, startedEventId } = timer
  return triggered('timer-fired', execution, now, 'TimerFired', { timerId, startedEventId })
}
