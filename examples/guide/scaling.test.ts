import { connect } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { expect, it } from 'vitest'
import { cellOf, costOfMillionSteps, type Cell } from './scaling.ts'
import { payment, startBoth } from './workers.ts'

const cells: readonly Cell[] = [{ name: 'a' }, { name: 'b' }, { name: 'c' }]
const ids = Array.from({ length: 3000 }, (_, n) => `order-${n}`)

it('gives each cell its share of the workflow ids', () => {
  for (const cell of cells) {
    const share = ids.filter(id => cellOf(id, cells) === cell).length
    expect(share).toBeGreaterThan(900)
    expect(share).toBeLessThan(1100)
  }
})

it('a new cell takes over some ids, and all others stay', () => {
  const added: Cell = { name: 'd' }
  const moved = ids.filter(id => cellOf(id, cells) !== cellOf(id, [...cells, added]))
  expect(moved.every(id => cellOf(id, [...cells, added]) === added)).toBe(true)
  expect(moved.length).toBeGreaterThan(650)
  expect(moved.length).toBeLessThan(850)
})

it('executions run in the region of their cell', async () => {
  const numbers = ['1', '2', '3']
  const local = await createLocalSwf({ regions: 'separate' })
  const { url: endpoint } = await local.listen()
  const regions = ['eu-west-1', 'us-east-1'].map(region => ({
    name: region,
    client: connect({ endpoint, region, domain: 'shop' }),
  }))
  const workers = regions.map(({ client }) => startBoth(client.swf))
  await Promise.all(workers.map(worker => worker.ready))
  for (const id of numbers) {
    const workflowId = `order-${id}`
    const { client } = cellOf(workflowId, regions)
    const handle = await client.start(payment, { id }, { workflowId })
    expect(await handle.result()).toBe(`receipt ${id}`)
  }
  const counts = regions.map(({ client }) => client.count({ status: 'CLOSED', closedAfter: new Date(0) }))
  expect((await Promise.all(counts)).map(({ count }) => count)).toEqual(
    regions.map(region => numbers.filter(id => cellOf(`order-${id}`, regions) === region).length),
  )
  await local.close()
  await Promise.all(workers.map(worker => worker.stop()))
})

it('costs of the example of AWS: three tasks, closed within a day, not kept', () => {
  const prices = { start: 0.000_12, day: 0.000_006, task: 0.000_03 }
  const execution = { steps: 3, others: 0, daysOpen: 0, daysKept: 0 }
  // 10,000 executions with three tasks each cost 2.10 dollars
  expect(costOfMillionSteps(prices, execution)).toBeCloseTo((2.1 / 30_000) * 1_000_000)
})

it('costs of the example of the guide: 100,000 orders of five steps, open for two days, kept for seven', () => {
  const prices = { start: 0.000_12, day: 0.000_006, task: 0.000_03 }
  const execution = { steps: 5, others: 2, daysOpen: 1, daysKept: 7 }
  expect(costOfMillionSteps(prices, execution) / 2).toBeCloseTo(12 + 21 + 4.8)
})
