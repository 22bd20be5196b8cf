import { it } from 'vitest'
import { day } from './fixture.ts'
import { expectEachTimeOnce } from './period.ts'

it('runs each time of a year once: both changes of the clocks, deployments, deciders and the server away for a day', async () => {
  await expectEachTimeOnce({
    from: '2026-01-01T00:00:00Z',
    until: '2027-01-01T00:00:00Z',
    deployEvery: 9 * day,
    decidersAway: '2026-03-28T20:00:00Z',
    serverAway: '2026-10-24T20:00:00Z',
  })
}, 300_000)
