import { json } from '@reyield/data'
import { activities, signal, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { charge } = activities<typeof impl>({ startToClose: '1m' })

/** A schema after Standard Schema, so that the tests need no library. */
const orderSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value: unknown) =>
      typeof (value as { item?: unknown } | undefined)?.item === 'string'
        ? { value: value as { item: string } }
        : { issues: [{ message: 'expected a text', path: ['item'] }] },
  },
} as const

export const approved = signal<{ by: string }>('approved')

export const order = workflow(
  { name: 'order', version: '2.0', taskList: 'orders', executionStartToClose: '1h', input: orderSchema },
  async function* ({ item }: { item: string }) {
    const receipt = yield* charge(item)
    const { by } = yield* approved
    return { receipt, by }
  },
)

export const report = workflow(
  { name: 'report', taskList: 'orders', executionStartToClose: '1h', serializer: json },
  async function* (days: number) {
    yield* []
    return { days }
  },
)
