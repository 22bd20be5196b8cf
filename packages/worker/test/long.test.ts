import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { fixture } from './fixture.ts'

it('decides a history of several pages', { timeout: 60_000 }, async () => {
  await using here = await fixture('direct transport')
  const impl = { next: async (n: number) => n + 1 }
  const { next } = activities<typeof impl>({ startToClose: '1m' })
  const long = workflow(
    { name: 'long', taskList: 'main', executionStartToClose: '1 day' },
    async function* (most: number) {
      let n = 0
      while (n < most) n = yield* next(n)
      return n
    },
  )
  here.worker({ workflows: [long] })
  here.worker({ activities: impl })
  const handle = await here.started(long, 200)
  expect(await handle.result()).toBe(200)
  expect(await handle.history()).toHaveLength(1205)
})
