import { expect, it } from 'vitest'
import { closedLoop } from './closed-loop.ts'
import { comparison, type Measured } from './measure-row.ts'
import { rows } from './rows.ts'
import type { PeerName } from './start-contender.ts'

const measured = (title: string, value: number, peer?: PeerName): Measured => {
  return { ...(peer && { peer }), title, version: '1', value, boxes: [value] }
}
const rate = rows.find(row => row.name === 'embedded-hello')! // must reach 2.2 x, stretch 3 x
const duration = rows.find(row => row.name === 'embedded-hello-1')! // must reach 0.4 x, stretch 0.3 x

it.each([
  [rate, 219, 100, 50, 2.19, 'not reached', 'Restate'],
  [rate, 220, 100, 150, 2.2, 'reached', 'DBOS'],
  [rate, 300, 100, 50, 3, 'stretch reached', 'Restate'],
  [duration, 4.1, 20, 10, 0.41, 'not reached', 'DBOS'],
  [duration, 4, 5, 10, 0.4, 'reached', 'Restate'],
  [duration, 3, 20, 10, 0.3, 'stretch reached', 'DBOS'],
] as const)(
  'compares %j with its peer: %d to %d and %d',
  (row, ours, restate, dbos, ratio, verdict, best) => {
    const peers = [measured('Restate', restate, 'restate'), measured('DBOS', dbos, 'dbos')]
    const compared = comparison({ row, ours: measured('Reyield', ours), peers, at: new Date(0) })
    const other = peers.find(({ peer }) => peer === row.against)
    expect(compared).toEqual({ other, ratio, verdict, best: peers.find(({ title }) => title === best) })
  },
)

it('without peers there is no comparison', () => {
  expect(comparison({ row: rate, ours: measured('Reyield', 1), peers: [], at: new Date(0) })).toBeUndefined()
})

it('a closed loop keeps that many in flight, and waits for all that have started', async () => {
  let open = 0
  let most = 0
  let ended = 0
  const box = await closedLoop(3, 20, async () => {
    most = Math.max(most, ++open)
    await new Promise(resolve => setImmediate(resolve))
    open--
    ended++
  })
  expect([most, open, box.done]).toEqual([3, 0, ended])
  expect(box.seconds).toBeGreaterThanOrEqual(0.02)
})
