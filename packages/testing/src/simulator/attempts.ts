import type { ExecutionView } from '@reyield/local'
import { historyOf } from './execution.ts'

/** The attempts of the activities of an execution, as far as its history has been read. */
class Attempts {
  #read = 0
  /** The attempt that comes next because the wait before it has ended, by activity id. */
  readonly #due = new Map<string, number>()
  /** By the id of their ActivityTaskScheduled event, without the first attempts. */
  readonly #attempts = new Map<number, number>()

  of(execution: ExecutionView, scheduledEventId: number): number {
    const history = historyOf(execution)
    for (; this.#read < history.length; this.#read++) {
      const { eventId, activityTaskScheduledEventAttributes, timerFiredEventAttributes } =
        history[this.#read]!
      const waited = /^(.+)~(\d+)$/.exec(timerFiredEventAttributes?.timerId ?? '')
      if (waited !== null) this.#due.set(waited[1]!, Number(waited[2]) + 1)
      const id = activityTaskScheduledEventAttributes?.activityId
      const attempt = id === undefined ? undefined : this.#due.get(id)
      if (attempt === undefined) continue
      this.#due.delete(id!)
      this.#attempts.set(eventId!, attempt)
    }
    return this.#attempts.get(scheduledEventId) ?? 1
  }
}

const known = new WeakMap<ExecutionView, Attempts>()

/** Which attempt an activity is, from 1. SWF doesn't know: the wait before an attempt of a retry policy is a timer. */
export function attemptOf(
  execution: ExecutionView,
  { scheduledEventId }: { readonly scheduledEventId: number },
): number {
  let attempts = known.get(execution)
  if (attempts === undefined) known.set(execution, (attempts = new Attempts()))
  return attempts.of(execution, scheduledEventId)
}
