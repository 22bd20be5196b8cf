import { readContext } from '@reyield/data/internal'
import { line, type Row } from '../row.ts'

/** Events of decision tasks. Scheduling and starting are folded into the line of the completion. */
export const deciderRows: Readonly<Record<string, Row>> = {
  DecisionTaskScheduled({ taskList }, known, { eventId, at }) {
    known.open(eventId, at, 'decision task')
    known.task(eventId, taskList?.name)
    return undefined
  },
  DecisionTaskStarted({ scheduledEventId, identity }, known, { eventId, at }) {
    known.started(scheduledEventId, at)
    if (identity !== undefined) known.open(eventId, at, identity)
    return undefined
  },
  DecisionTaskCompleted({ scheduledEventId, startedEventId, executionContext }, known, { at }) {
    const { error } = readContext(executionContext)
    const text = `${known.closed(scheduledEventId, at)}${worker(known, startedEventId, at)}`
    return error === undefined
      ? line('decider', `decided${text}`)
      : line('failure', `can't be decided${text}: ${error.code}: ${error.message}`)
  },
  DecisionTaskTimedOut({ scheduledEventId, startedEventId, timeoutType }, known, { at }) {
    const text = `${known.closed(scheduledEventId, at)}${worker(known, startedEventId, at)}`
    return line('failure', `decision task timed out${text}: ${timeoutType}`)
  },
}

function worker(known: Parameters<Row>[1], startedEventId: number | undefined, at: Date): string {
  const identity = known.name(startedEventId, '')
  known.closed(startedEventId, at)
  return identity === '' || identity.startsWith(' of event ') ? '' : ` by ${identity}`
}
