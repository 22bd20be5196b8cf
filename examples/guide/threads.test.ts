import { createClient } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { run } from '@reyield/testing'
import { createWorker } from '@reyield/worker'
import { expect, it } from 'vitest'
import { delivery, startDeliveryWorker, tour } from './threads.ts'

const stops = [
  { name: 'depot', x: 0, y: 0 },
  { name: 'far', x: 0, y: 9 },
  { name: 'near', x: 1, y: 2 },
]

it('a route is planned in a thread of the worker', async () => {
  const local = await createLocalSwf()
  const place = { swf: local.swf, domain: 'shop', taskList: 'deliveries' }
  const decider = createWorker({ ...place, workflows: [tour] })
  const worker = startDeliveryWorker(local.swf)
  await Promise.all([decider.ready, worker.ready])
  const handle = await createClient(place).start(tour, stops)
  expect(await handle.result()).toBe('loaded for depot, far, near')
  await Promise.all([decider.stop({ now: true }), worker.stop({ now: true })])
  await local.close()
})

it('planRoute finds the shortest route', async () => {
  expect(await delivery.planRoute(stops)).toEqual({
    stops: ['depot', 'far', 'near'],
    length: expect.closeTo(18.3, 1) as number,
  })
})

it('a tour loads the stops of its route', async () => {
  const { result } = await run(tour, stops, { activities: delivery }) // in a thread, too
  expect(result).toBe('loaded for depot, far, near')
})
