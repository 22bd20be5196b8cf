import type { Swf } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { activities, signal, workflow } from '@reyield/workflow'
import { z } from 'zod'

export const Purchase = z.object({
  id: z.string(),
  items: z.array(z.object({ name: z.string(), price: z.number().positive() })).min(1),
})
type Purchase = z.infer<typeof Purchase>

/** Its type is inferred: `Signal<{ by: string }>`. */
export const released = signal('released', { schema: z.object({ by: z.string() }) })

const impl = {
  charge: async ({ id }: Purchase) => `receipt ${id}`,
}
const { charge } = activities<typeof impl>({ startToClose: '1m' })

/** `order` is a Purchase, and so is the input of `client.start(purchase, …)` and `child(purchase, …)`. */
export const purchase = workflow(
  { name: 'purchase', taskList: 'guide', executionStartToClose: '7 days', input: Purchase },
  async function* (order) {
    const { by } = yield* released
    return { receipt: yield* charge(order), by }
  },
)

/** The schemas of activities are given to their worker, by name. */
export const serve = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'guide',
    taskList: 'guide',
    activities: impl,
    schemas: { charge: Purchase },
  })
