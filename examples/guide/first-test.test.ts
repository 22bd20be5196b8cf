import { run, send } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import { approved, review, reviewing } from './waiting.ts'

it('publishes after an approval', async () => {
  const signals = [send(approved, { by: 'ann' })]
  expect(await run(review, 'ann', { activities: reviewing, signals })).toComplete('published by ann')
})

it('sends a reminder on each of three days, then gives up if nobody has approved', async () => {
  const ran = await run(review, 'ann', { activities: reviewing }) // takes milliseconds
  expect(ran).toComplete('not published')
  expect(ran.calls.map(({ input }) => input)).toEqual([
    { who: 'ann', nth: 1 },
    { who: 'ann', nth: 2 },
    { who: 'ann', nth: 3 },
  ])
  expect(ran.now).toEqual(new Date('2026-01-05T00:00:00Z'))
})
