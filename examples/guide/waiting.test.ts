import { explore, run, send, scenario, type Check } from '@reyield/testing'
import { describe, expect, it } from 'vitest'
import { approved, note, quickReview, review, reviewing } from './waiting.ts'

const activities = reviewing

describe('a review', () => {
  it('is published when it is approved, with the notes sent before', async () => {
    const { result, calls } = await run(review, 'ann', { activities })
      .signal(note, 'shorter, please')
      .signal(approved, { by: 'ann' })
    expect(result).toBe('published by ann')
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      ['publish', { by: 'ann', notes: ['shorter, please'] }],
    ])
  })

  it('ends after four days, with three reminders', async () => {
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

  it('is published if and only if it is approved in time, in every order of events', async () => {
    const isApproved: Check = ({ signals }) => signals.some(({ name }) => name === 'approved')
    const { complete } = await explore(review, 'ann', {
      activities,
      signals: [send(note, 'shorter'), send(approved, { by: 'ann' })],
      outcomes: { remind: ['completed', 'failed'], publish: ['completed', 'timedOutAfterWork'] },
      always: {
        'a published text has been approved': view => view.done('publish').length === 0 || isApproved(view),
      },
      finally: {
        'a text that is not published has not been approved': view =>
          view.result !== 'not published' || !isApproved(view),
      },
    })
    expect(complete).toBe(true)
  })

  it('is published if it is approved during the last reminder', async () => {
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
  it('has a deadline', async () => {
    expect((await run(quickReview, 'ann', { activities })).result).toBe('ann did not answer')
    const signals = [send(approved, { by: 'bob' })]
    expect((await run(quickReview, 'ann', { activities, signals })).result).toBe('published by bob')
  })
})
