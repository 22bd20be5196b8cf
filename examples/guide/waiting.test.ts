import { explore, run, send, scenario, type Check } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { approved, note, quickReview, review, reviewing } from './waiting.ts'

const activities = reviewing

describe('a review', () => {
  it('is published when it is approved; what came before is drained', async () => {
    const { result, calls } = await run(review, 'ann', { activities })
      .signal(note, 'shorter, please')
      .signal(approved, { by: 'ann' })
    expect(result).toBe('published by ann')
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['publish', { by: 'ann', notes: ['shorter, please'] }],
    ])
  })

  it('is given up after four days, with three reminders', async () => {
    const { result, calls, status, now } = await run(review, 'ann', { activities })
    expect(result).toBe('not published')
    expect(calls.map(({ input }) => input)).toEqual([1, 2, 3].map(nth => ({ who: 'ann', nth })))
    expect(status).toEqual({ value: { waitingFor: 'ann', reminders: 3 } })
    expect(now).toEqual(new Date('2026-01-05T00:00:00Z'))
  })

  it('may be approved on any day', async () => {
    const signals = [send(approved, { by: 'bob' }, { after: '30h' })]
    const { result, calls } = await run(review, 'ann', { activities, signals })
    expect(result).toBe('published by bob')
    expect(calls.map(({ name }) => name)).toEqual(['remind', 'publish'])
  })

  it('is published if it is approved in time, and only then, whatever comes when', async () => {
    const approvals: Check = ({ signals }) => signals.some(({ name }) => name === 'approved')
    const { complete } = await explore(review, 'ann', {
      activities,
      signals: [send(note, 'shorter'), send(approved, { by: 'ann' })],
      outcomes: { remind: ['completed', 'failed'], publish: ['completed', 'timedOutAfterWork'] },
      always: {
        'what is published has been approved': story =>
          story.done('publish').length === 0 || approvals(story),
      },
      finally: {
        'who gives up has not been approved': story => story.result !== 'not published' || !approvals(story),
      },
    })
    expect(complete).toBe(true)
  })

  it('that is approved while the last reminder is under way is published', async () => {
    const execution = await scenario(review, 'ann', { activities })
    for (let nth = 1; nth <= 3; nth++) {
      await execution.advanceToNextDeadline()
      if (nth === 3) await execution.signal(approved, { by: 'ann' })
      await execution.complete('remind')
    }
    expect((await execution.runToEnd()).result).toBe('published by ann')
  })
})

describe('a quick review', () => {
  it('has a deadline, that passes or does not', async () => {
    expect((await run(quickReview, 'ann', { activities })).result).toBe('ann did not answer')
    const signals = [send(approved, { by: 'bob' })]
    expect((await run(quickReview, 'ann', { activities, signals })).result).toBe('published by bob')
  })
})
