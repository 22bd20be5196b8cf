import type { Decision } from '@aws-sdk/client-swf'
import type { TimerOperation } from '@reyield/workflow'
import type { Entry } from '../ledger/ledger.ts'

/** startToFireTimeout has at most 8 digits (swf-semantics.md §2.1). */
const longest = 99_999_999

/**
 * H8: an instant becomes seconds now, against the time at which this decision task was started; rounded up, at least 0.
 * Computed from the program's time it would fire late by as long as the task waited for a decider.
 */
export function startTimer(entry: Entry, taskStarted: Date): Decision {
  const { after, at } = entry.operation as TimerOperation
  const milliseconds = at === undefined ? after! : at - taskStarted.getTime()
  const seconds = Math.min(Math.max(Math.ceil(milliseconds / 1000), 0), longest)
  return startTimerOf(entry.id, seconds)
}

/** A timer by id and seconds. */
export function startTimerOf(timerId: string, seconds: number): Decision {
  return {
    decisionType: 'StartTimer',
    startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) },
  }
}
