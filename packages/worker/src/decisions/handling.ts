import type { DecisionEnd, DecisionOutcome } from '../interceptors/decision.ts'
import { codeOf } from '../logging/shown.ts'
import type { TaskHistory } from './task-history.ts'

/** What is noted while a decision task is handled. */
export interface Notes {
  cache: DecisionEnd['cache']
  replayedEvents: number
}

/** Returns how a decision task was handled. */
export function endOf(
  outcome: DecisionOutcome,
  notes: Notes,
  history: TaskHistory,
  { error, decisions = [], asked = [] }: Partial<Pick<DecisionEnd, 'error' | 'decisions' | 'asked'>> = {},
): DecisionEnd {
  const code = error === undefined ? undefined : codeOf(error)
  return { outcome, error, code, decisions, asked, events: history.known, ...notes }
}
