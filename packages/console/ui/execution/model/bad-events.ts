import type { RunView } from './run-view.ts'

/** Events with which something went wrong: an attempt failed or timed out, a decision task did, or a decision was refused. */
export function badEvents(view: RunView): number[] {
  const bad = new Set<number>()
  for (const { attempts, closed, state } of view.steps) {
    for (const attempt of attempts) {
      if (attempt.closed !== undefined && (attempt.state === 'failed' || attempt.state === 'timedOut'))
        bad.add(attempt.closed.eventId)
    }
    if (closed !== undefined && ['failed', 'timedOut', 'terminated', 'refused'].includes(state))
      bad.add(closed.eventId)
  }
  for (const { state, closed, held } of view.decisionTasks) {
    if (closed !== undefined && (state === 'timedOut' || held !== undefined)) bad.add(closed.eventId)
  }
  for (const { event } of view.refused) bad.add(event.eventId)
  if (view.closed !== undefined && ['failed', 'timedOut', 'terminated'].includes(view.state))
    bad.add(view.closed.eventId)
  return [...bad].toSorted((a, b) => a - b)
}

/** Marks that are nearer than can be told apart are one mark. `width`: how many can be told apart. Places from 0 to 1. */
export function marksOf(events: readonly number[], last: number, width: number): number[] {
  const span = Math.max(1, last - 1)
  return [...new Set(events.map(id => Math.round(((id - 1) / span) * width)))].map(place => place / width)
}
