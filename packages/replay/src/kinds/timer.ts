import { TimerNotStartedError, type TimerOperation } from '@reyield/workflow'
import type { Entry } from '../ledger/entry.ts'
import { engineTimer, isEngineTimer } from '../program/ids.ts'
import { refuseWanted } from '../verdicts/refusals.ts'
import { askLedger, rejectRefused } from './in-ledger.ts'
import type { DecisionOf, InLedger } from './kind.ts'
import { cancelFailed, mustBeDetached, mustBeWanted, refusal } from './wanted.ts'

export const timer = {
  runs: 'waiting',
  numbered: true,
  describe: ({ after, at }) =>
    at === undefined ? `sleep of ${after} ms` : `sleep until ${new Date(at).toISOString()}`,
  ask: askLedger,
  hasInput: false,
  events: 2,
  ownId: () => undefined,
  awaitsCancellation: () => false,
  isCancelable: () => true,
  holdsClose: () => false,
  closedByCancel: true,
  outlivesExecution: false,
  ceiling: 'openTimers',
  start,
  cancel: entry => ({ decisionType: 'CancelTimer', cancelTimerDecisionAttributes: { timerId: entry.id } }),
  deliver: {
    TimerFired({ timerId, startedEventId }, engine) {
      if (isEngineTimer(timerId!)) {
        if (engine.backoff.ended(startedEventId!) === engineTimer.back) engine.ledger.release()
        return
      }
      const entry = engine.ledger.close(startedEventId!)
      if (entry?.waiter === undefined) return
      if (entry.retries === undefined) engine.scheduler.resume(entry.waiter, undefined)
      else {
        engine.ledger.again(entry.retries)
        refuseWanted(entry.retries, engine)
      }
    },
    StartTimerFailed({ cause }, engine, { eventId }) {
      rejectRefused(engine, eventId, (_, entry) => new TimerNotStartedError(entry.id, cause!))
    },
  },
  record: {
    TimerStarted({ timerId }, engine, { eventId }) {
      if (isEngineTimer(timerId!)) {
        engine.backoff.started(timerId!, eventId!) // L8: never checked
        return 'matched'
      }
      return mustBeWanted(engine, 'timer', timerId!, undefined, entry => {
        engine.ledger.record(entry, eventId!)
        engine.backoff.accepted()
        return 'matched'
      })
    },
    StartTimerFailed({ timerId, cause }, engine, { eventId }) {
      if (isEngineTimer(timerId!)) return 'matched' // this event causes a decision task, in which the engine asks again (L2)
      return mustBeWanted(engine, 'timer', timerId!, undefined, entry =>
        refusal(engine, entry, eventId!, cause!),
      )
    },
    TimerCanceled({ timerId, startedEventId }, engine) {
      if (isEngineTimer(timerId!)) {
        engine.backoff.ended(startedEventId!)
        return 'matched'
      }
      return mustBeDetached(engine, 'timer', timerId!, () => engine.ledger.close(startedEventId!))
    },
    CancelTimerFailed: ({ timerId }, engine) => cancelFailed(engine, 'timer', timerId!),
  },
} satisfies InLedger<TimerOperation, 'StartTimer', 'CancelTimer'>

/** startToFireTimeout has at most 8 digits (swf-semantics.md §2.1). */
const longest = 99_999_999

/**
 * H8: an instant is converted to seconds from the start of this decision task; rounded up, at least 0.
 * From the program's own time, the timer would be late by the time that the task waited for a decider.
 */
function start(entry: Entry, _: unknown, taskStarted: Date): DecisionOf<'StartTimer'> {
  const { after, at } = entry.operation as TimerOperation
  const milliseconds = at === undefined ? after! : at - taskStarted.getTime()
  return startTimer(entry.id, Math.min(Math.max(Math.ceil(milliseconds / 1000), 0), longest))
}

/** The decision that starts a timer. */
export function startTimer(timerId: string, seconds: number): DecisionOf<'StartTimer'> {
  return {
    decisionType: 'StartTimer',
    startTimerDecisionAttributes: { timerId, startToFireTimeout: String(seconds) },
  }
}
