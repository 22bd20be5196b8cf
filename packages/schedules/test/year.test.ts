import { expect, it } from 'vitest'
import { nextAfter } from '../src/times/cron.ts'
import { hour } from './fixture.ts'
import { expectEachTimeOnce } from './period.ts'

it('runs each time once when the clocks go forward, with deciders away for a day and new ones', async () => {
  await expectEachTimeOnce({
    from: '2026-03-27T00:00:00Z',
    until: '2026-04-01T00:00:00Z',
    deployEvery: 13 * hour,
    decidersAway: '2026-03-28T20:00:00Z',
    serverAway: '2026-03-30T03:00:00Z',
  })
})

it('runs each time once when the clocks go back, with the server away for a day', async () => {
  await expectEachTimeOnce({
    from: '2026-10-24T00:00:00Z',
    until: '2026-10-28T00:00:00Z',
    deployEvery: 48 * hour,
    decidersAway: '2026-10-26T06:00:00Z',
    serverAway: '2026-10-24T20:00:00Z',
  })
})

it.each([
  // a time that the clocks skip runs when they have jumped
  ['30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:00', '2026-03-30T00:30']],
  // a time that they show twice runs once
  ['30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
  // what repeats follows real time
  ['*/30 * * * *', '2026-03-29T00:15Z', ['2026-03-29T00:30', '2026-03-29T01:00']],
  ['0 * * * *', '2026-10-24T23:30Z', ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']],
])('%s in Berlin, after %s: %j', (cron, after, times) => {
  const next = nextAfter({ cron, timeZone: 'Europe/Berlin' })
  const found: string[] = []
  for (let time = Date.parse(after); found.length < times.length;) {
    time = next(time)!
    found.push(new Date(time).toISOString().slice(0, 16))
  }
  expect(found).toEqual(times)
})
