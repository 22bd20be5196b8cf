import { retryOf } from '../../history/engine-ids.ts'
import { millisecondsText } from '../milliseconds.ts'
import type { Known } from '../known.ts'
import { line, type Row } from '../row.ts'

/** Events of timers: those of the workflow, those before another attempt, and the engine's own (docs/internals/formats.md). */
export const timerRows: Readonly<Record<string, Row>> = {
  TimerStarted({ timerId, startToFireTimeout }, known, { eventId, at }) {
    const id = timerId ?? ''
    const length = millisecondsText(Number(startToFireTimeout) * 1000)
    const retry = attemptText(id, known)
    known.open(eventId, at, retry === undefined ? nameOf(id) : `wait before ${retry}`, `timer ${id}`)
    if (retry !== undefined) return line('decision', `${retry} in ${length}`)
    return line('decision', `start ${nameOf(id)} of ${length}`)
  },
  TimerFired({ startedEventId, timerId }, known, { at }) {
    const name = known.nameOf(`timer ${timerId}`) ?? nameOf(timerId ?? '')
    const after = known.closed(startedEventId, at)
    return line('event', name.startsWith('wait before') ? `${name} is over` : `${name} fired${after}`)
  },
  TimerCanceled({ startedEventId, timerId }, known, { at }) {
    const name = known.nameOf(`timer ${timerId}`) ?? nameOf(timerId ?? '')
    return line('decision', `cancel ${name}${known.closed(startedEventId, at)}`)
  },
  StartTimerFailed: ({ timerId, cause }) =>
    line('failure', `start ${nameOf(timerId ?? '')}: refused, ${cause}`),
  CancelTimerFailed: ({ timerId, cause }) =>
    line('failure', `cancel ${nameOf(timerId ?? '')}: refused, ${cause}`),
}

const engineTimers: Readonly<Record<string, string>> = {
  '~wake': 'timer for the next decision task',
  '~back': 'timer for the next decision task',
  '~retry': 'timer before another try to decide',
}

const nameOf = (id: string): string => engineTimers[id] ?? `timer (${id})`

/** `attempt 2 of charge (1)`, for the timer before another attempt of an activity. */
function attemptText(timerId: string, known: Known): string | undefined {
  const retry = retryOf(timerId)
  const activity = retry && known.nameOf(`activity ${retry.activityId}`)
  return activity === undefined ? undefined : `attempt ${retry!.attempt + 1} of ${activity}`
}
