import { run } from '@reyield/testing'
import '@reyield/testing/vitest'
import { expect, it } from 'vitest'
import * as activities from './activities.ts'
import { order } from './workflow.ts'

it('charges an order and packs its items', async () => {
  const ran = await run(order, ['tea', 'milk'], { activities }) // milliseconds, also if the workflow sleeps for months
  expect(ran).toComplete({ receipt: 'receipt for 2 items', boxes: ['box with tea', 'box with milk'] })
  expect(ran.calls.map(({ name }) => name)).toEqual(['charge', 'pack', 'pack'])
})
