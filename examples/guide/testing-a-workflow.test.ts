import { decide, history, replayAll } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import { approved, note, publish, remind, review } from './waiting.ts'

it('publishes after an approval, with the notes that were sent', async () => {
  const first = await decide(review, history(review).started('ann'))
  expect(first).toStartTimer('1 day')
  expect(first).toBeWaitingFor(approved, 'timer')
  expect(first.status).toEqual({ value: { waitingFor: 'ann', reminders: 0 } })

  const approvedHistory = first.next.signaled(note, 'shorter').signaled(approved, { by: 'ann' })
  expect(await decide(review, approvedHistory)).toHaveDecisions([
    { cancelTimer: '1.2.1' },
    { schedule: 'publish', id: '2', input: { by: 'ann', notes: ['shorter'] } },
  ])
})

it('publishes after an approval on the second day', async () => {
  const approvedHistory = history(review)
    .started('ann')
    .fired('1 day')
    .completed(remind)
    .signaled(approved, { by: 'ann' })
  expect(await decide(review, approvedHistory)).toSchedule(publish, { by: 'ann', notes: [] })
})

it('stops after four days, without a fourth reminder', async () => {
  let current = history(review).started('ann')
  for (let day = 1; day <= 3; day++) {
    const waiting = await decide(review, current)
    const late = await decide(review, waiting.next.timerFired())
    expect(late).toHaveDecisions([
      { schedule: 'remind', id: String(2 * day), input: { who: 'ann', nth: day } },
    ])
    current = late.next.activityCompleted(String(2 * day))
  }
  const waiting = await decide(review, current)
  const last = await decide(review, waiting.next.timerFired())
  expect(last).toComplete('not published')
  expect(last.logs).toEqual([
    { level: 'warn', message: 'not approved in time', fields: { workflowId: 'review-1' } },
  ])
  await replayAll(review, last.next) // at every decision task, in three ways
})
