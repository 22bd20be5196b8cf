import { history, type History } from '@reyield/testing'
import { activity, workflow, type Duration } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { undecidable } from './undecidable.ts'

const step = activity<void, void>('step', { startToClose: '5m' })
const started = history().started()
const retry = (seconds: number) => ({
  decisionType: 'StartTimer' as const,
  startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: String(seconds) },
})
const answer = (seconds: number) => ({ do: 'answer', decisions: [retry(seconds)] })

/** A history in which each task was completed with `~retry`, which has fired; the first after a timeout. */
const rounds = (count: number, wait: Duration = '10m'): History => {
  let recorded = started.decisionStarted().decisionTimedOut()
  for (let i = 0; i < count; i++) recorded = recorded.decided(retry(600)).after(wait).timerFired('~retry')
  return recorded
}

describe('a decision task that can’t be decided (E3)', () => {
  it.each<[string, History, unknown]>([
    ['times out the first time', started, { do: 'let time out' }],
    ['is completed after a timeout', started.decisionTimedOut(), answer(600)],
    ['is completed after several', started.decisionTimedOut().decisionTimedOut(), answer(600)],
    ['waits 10 minutes again after the first round', rounds(1), answer(600)],
    ['waits 10 minutes for the first day', rounds(143), answer(600)],
    ['waits an hour after that', rounds(145), answer(3600)],
    ['waits an hour still after months', rounds(100, '1 day'), answer(3600)],
    ['waits an hour while 5,000 events are left', rounds(3998, '1h'), answer(3600)],
    ['waits a day once fewer than 5,000 of 25,000 events are left', rounds(3999, '1h'), answer(86_400)],
    [
      'is completed without decisions while ~retry is open',
      started.decisionTimedOut().decided(retry(600)).signaled('hello'),
      { do: 'answer', decisions: [] },
    ],
    [
      'remembers the first day after such an answer',
      rounds(1, '1 day').decided(retry(600)).signaled('hello').decided().after('10m').timerFired('~retry'),
      answer(3600),
    ],
    [
      'times out again when something else was decided in between',
      rounds(3).scheduled('1', step).completed(step),
      { do: 'let time out' },
    ],
    [
      'times out again when a task was completed without decisions in between',
      rounds(3).decided().signaled('hello'),
      { do: 'let time out' },
    ],
    [
      'has a first day again after that',
      rounds(200).decided().signaled('hello').decisionTimedOut(),
      answer(600),
    ],
    [
      'times out when SWF has refused the last ~retry',
      started.decisionTimedOut().decided({ decision: retry(600), cause: 'TIMER_CREATION_RATE_EXCEEDED' }),
      { do: 'let time out' },
    ],
    [
      'is completed at once if its task never times out',
      history(workflow({ name: 'slow', taskStartToClose: 'NONE' }, function* () {})).started(),
      answer(600),
    ],
  ])('%s', (_, recorded, expected) => {
    expect(undecidable(recorded.decisionStarted().events)).toEqual(expected)
  })

  it('is completed at once by the only worker', () => {
    expect(undecidable(started.decisionStarted().events, { isOnlyWorker: true })).toEqual(answer(600))
  })

  it('does not count a task that timed out before a worker received it', () => {
    const [start, ...rest] = started.decisionStarted().events
    const timedOut = {
      eventId: 2,
      eventTimestamp: start!.eventTimestamp,
      eventType: 'DecisionTaskTimedOut' as const,
      decisionTaskTimedOutEventAttributes: {
        timeoutType: 'SCHEDULE_TO_START' as const,
        scheduledEventId: 1,
        startedEventId: 0,
      },
    }
    expect(undecidable([start!, timedOut, ...rest])).toEqual({ do: 'let time out' })
  })
})
