import type { HistoryEvent } from '@aws-sdk/client-swf'

/**
 * The timeouts in a history, in words: which kind of task, which timeout, and whether the process that had the task was killed. A task that
 * no process had taken has none.
 */
export function timeoutsIn(events: readonly HistoryEvent[], killed: ReadonlySet<number>): string[] {
  return events.flatMap(event => {
    const activity = event.activityTaskTimedOutEventAttributes
    const timedOut = activity ?? event.decisionTaskTimedOutEventAttributes
    if (timedOut === undefined) return []
    const what = `${activity === undefined ? 'decision' : 'activity'} ${timedOut.timeoutType}`
    const started = events.find(({ eventId }) => eventId === timedOut.startedEventId)
    if (started === undefined) return [what]
    const { identity } =
      started.activityTaskStartedEventAttributes ?? started.decisionTaskStartedEventAttributes ?? {}
    return [`${what}, ${killed.has(Number.parseInt(identity ?? '', 10)) ? 'killed' : 'alive'}`]
  })
}
