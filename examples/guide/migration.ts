import type { Swf } from '@reyield/client'
import { text } from '@reyield/data'
import { createWorker } from '@reyield/worker'
import { activity, workflow } from '@reyield/workflow'

/** What the workers in Python expect: their task list, plain strings, and the timeouts with which the types are registered. */
const python = {
  taskList: 'order-activities',
  serializer: text,
  scheduleToStart: '5m',
  startToClose: '1m',
  scheduleToClose: '10m',
} as const

const charge = activity<string, string>('charge', python)
const ship = activity<string, string>('ship', python)

export const order = workflow(
  { name: 'order', version: '2.0', taskList: 'orders-2', executionStartToClose: '1 day', serializer: text },
  async function* (item: string) {
    const receipt = yield* charge(item)
    return yield* ship(receipt)
  },
)

/** The new decider. It polls a list of its own, and never gets a task of the old one. */
export const startDecider = (swf: Swf) =>
  createWorker({ swf, domain: 'shop', taskList: 'orders-2', workflows: [order] })

/** Takes over the whole list of the workers in Python: it serves every type whose tasks are on it. */
export const startActivityWorker = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'order-activities',
    activities: {
      charge: async (item: string) => `receipt for ${item}`,
      ship: async (receipt: string) => `parcel with ${receipt}`,
    },
    serializer: text,
    register: false, // the types are registered, with defaults that the old decider relies on
  })
