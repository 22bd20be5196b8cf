import { activities, workflow } from '@reyield/workflow'

const impl = {
  charge: (order: string) => Promise.resolve(`receipt ${order}`),
  ship: (order: string) => Promise.resolve(`parcel ${order}`),
}

const { charge, ship } = activities<typeof impl>({ startToClose: '1m' })

async function* placeOrder(id: string) {
  const receipt = yield* charge(id)
  const parcel = yield* ship(id)
  return { receipt, parcel }
}

export const order = workflow({ name: 'order', executionStartToClose: '1 day' }, placeOrder)

export { impl }
