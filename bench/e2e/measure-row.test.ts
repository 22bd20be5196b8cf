import { expect, it } from 'vitest'
import { closedLoop } from './closed-loop.ts'
import { comparison, type Measured } from './measure-row.ts'
import { rows } from './rows.ts'

const measured = (title: string, value: number): Measured => ({ title, version: '1', value, boxes: [value] })
const rate = rows.find(row => row.name === 'embedded-hello')! // must reach 2.2 x, stretch 3 x
const duration = rows.find(row => row.name === 'embedded-hello-1')! // must reach 0.4 x, stretch 0.3 x

it.each([
  [rate, 219, [100, 50], 'A', 2.19, 'not reached'],
  [rate, 220, [50, 100], 'B', 2.2, 'reached'],
  [rate, 300, [100, 50], 'A', 3, 'stretch reached'],
  [duration, 4.1, [10, 20], 'A', 0.41, 'not reached'],
  [duration, 4, [20, 10], 'B', 0.4, 'reached'],
  [duration, 3, [10, 20], 'A', 0.3, 'stretch reached'],
] as const)('compares %j with the best peer: %d to %j', (row, ours, [a, b], best, ratio, verdict) => {
  const peers = [measured('A', a), measured('B', b)]
  const compared = comparison({ row, ours: measured('Reyield', ours), peers, at: new Date(0) })
  expect(compared).toEqual({ best: peers.find(peer => peer.title === best), ratio, verdict })
})

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
