import { history, type History } from '@reyield/testing'
import { activity, workflow } from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { codeOf, errorContext, undecidable } from './undecidable.ts'
import { TypeNotRegisteredError } from './errors.ts'

const step = activity<void, void>('step', { startToClose: '5m' })
const started = history().started()
const retry = (seconds: number) => ({
  decisionType: 'StartTimer' as const,
  startTimerDecisionAttributes: { timerId: '~retry', startToFireTimeout: String(seconds) },
})
const answer = (seconds: number) => ({ do: 'answer', decisions: [retry(seconds)] })

/** A history in which each task was answered with `~retry`, and that has fired. */
const rounds = (count: number): History => {
  let told = started.decisionStarted().decisionTimedOut()
  for (let i = 0; i < count; i++) told = told.decided(retry(60)).timerFired('~retry')
  return told
}

describe('a decision task that can’t be decided', () => {
  it.each<[string, History, unknown]>([
    ['is let go the first time', started, { do: 'let go' }],
    ['is answered after a timeout', started.decisionTimedOut(), answer(60)],
    ['is answered after several', started.decisionTimedOut().decisionTimedOut(), answer(60)],
    ['waits twice as long after the first round', rounds(1), answer(120)],
    ['waits 32 minutes after the fifth', rounds(5), answer(1920)],
    ['waits an hour at most', rounds(6), answer(3600)],
    ['waits an hour for ever', rounds(40), answer(3600)],
    [
      'is answered with nothing while ~retry is open',
      started.decisionTimedOut().decided(retry(60)).signaled('hello'),
      { do: 'answer', decisions: [] },
    ],
    [
      'goes on counting behind such an answer',
      started.decisionTimedOut().decided(retry(60)).signaled('hello').decided().timerFired('~retry'),
      answer(120),
    ],
    [
      'is let go again when something else was decided in between',
      rounds(3).scheduled('1', step).completed(step),
      { do: 'let go' },
    ],
    [
      'is let go again when a task was decided with nothing in between',
      rounds(3).decided().signaled('hello'),
      { do: 'let go' },
    ],
    [
      'starts at a minute again after that',
      rounds(3).decided().signaled('hello').decisionTimedOut(),
      answer(60),
    ],
    [
      'is let go when SWF has refused the last ~retry',
      started.decisionTimedOut().decided({ decision: retry(60), cause: 'TIMER_CREATION_RATE_EXCEEDED' }),
      { do: 'let go' },
    ],
    [
      'is answered at once when its task never times out',
      history(workflow({ name: 'slow', taskStartToClose: 'NONE' }, function* () {})).started(),
      answer(60),
    ],
  ])('%s', (_, told, expected) => {
    expect(undecidable(told.decisionStarted().events)).toEqual(expected)
  })

  it('is not blamed for a task that timed out before anybody had it', () => {
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
    expect(undecidable([start!, timedOut, ...rest])).toEqual({ do: 'let go' })
  })
})

describe('the execution context', () => {
  it('has code and message of our errors, the name of others', () => {
    const error = new TypeNotRegisteredError(
      'workflow',
      { name: 'a', version: '2' },
      [{ name: 'b', version: '1' }],
      'main',
    )
    expect(JSON.parse(errorContext(error))).toEqual({
      reyield: 1,
      error: {
        code: 'TYPE_NOT_REGISTERED',
        message:
          "A task of the workflow type 'a' 2 came over the task list 'main', and this worker serves 'b' 1: add it to the worker's workflows, or give types that other workers serve a task list of their own",
      },
    })
    expect([codeOf(new TypeError('x')), codeOf('x')]).toEqual(['TypeError', 'UNKNOWN'])
  })

  it('stays short whatever the message', () => {
    expect(errorContext(new Error('x'.repeat(100_000))).length).toBeLessThan(5000)
  })
})
