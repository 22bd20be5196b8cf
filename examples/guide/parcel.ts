import { activities, saga, workflow } from '@reyield/workflow'

const impl = {
  async charge(order: string): Promise<string> {
    return `receipt ${order}`
  },
  async ship(order: string): Promise<string> {
    return `parcel ${order}`
  },
  async refund(_order: string): Promise<void> {},
}
export const { charge, ship } = activities<typeof impl>({ startToClose: '5m' })
export const { refund } = activities<typeof impl>({ startToClose: '5m', retry: { maximumAttempts: 20 } })

/** Refunds an order that can't be shipped. It has a bug. */
export const careless = workflow(
  { name: 'parcel', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (order: string) {
    yield* charge(order)
    try {
      return yield* ship(order)
    } catch (error) {
      yield* refund(order)
      throw error
    }
  },
)

/** The same without the bug: the refund is registered before the charge, which may be done although its answer is lost. */
export const parcel = workflow(
  { name: 'parcel', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (order: string) {
    return yield* saga(async function* (undo) {
      undo(() => refund(order))
      yield* charge(order)
      return yield* ship(order)
    })
  },
)

export { impl as shop }
