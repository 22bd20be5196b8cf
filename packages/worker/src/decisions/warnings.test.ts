import { describe, expect, it } from 'vitest'
import { warningsOf } from './warnings.ts'

const none = { unread: [] }
const of = (unread: { signal: string; count: number }[], decisionType: 'CompleteWorkflowExecution') =>
  warningsOf({ unread }, [{ decisionType }], { previousStartedEventId: 3 }, 9)

describe('the warnings of a decider', () => {
  it.each(['CompleteWorkflowExecution', 'FailWorkflowExecution', 'CancelWorkflowExecution'])(
    'name the unread signals of a close by %s',
    type => {
      const unread = [
        { signal: 'a', count: 2 },
        { signal: 'b', count: 1 },
      ]
      expect(of(unread, type as never)).toEqual([
        "The execution closes with signals that it has not received: 'a' (2 times), 'b'. They are lost. " +
          'Receive them before the end: for (const value of yield* channel.drain()) …',
      ])
      expect(of([], type as never)).toEqual([])
    },
  )

  it('leave out signals that a new run gets, or that may still be received', () => {
    const unread = [{ signal: 'a', count: 2 }]
    expect(of(unread, 'ContinueAsNewWorkflowExecution' as never)).toEqual([])
    expect(of(unread, 'StartTimer' as never)).toEqual([])
  })

  const used = (before: number, now: number) =>
    warningsOf(none, [], { previousStartedEventId: before }, now).map(
      warning => /^The history has used (.*) of its 25000 events, and SWF terminates/.exec(warning)?.[1],
    )

  it('are logged once at half and once at 80 % of the events', () => {
    const steps = [0, 3, 12_000, 12_499, 12_500, 12_506, 19_999, 20_000, 20_006, 24_999]
    const found = steps.slice(1).map((now, at) => used(steps[at]!, now))
    expect(found).toEqual([[], [], [], ['half'], [], [], ['80 %'], [], []])
  })

  it('are logged for the higher share if both are passed at once', () => {
    expect(used(12_000, 21_000)).toEqual(['80 %'])
  })
})
