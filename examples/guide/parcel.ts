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

/** What cannot be shipped is refunded. Or is it? */
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

/** The same with its undoing noted before the step: it may have been done though nobody heard of it. */
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
