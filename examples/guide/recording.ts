import { activities, now, patched, random, sideEffect, uuid, workflow } from '@reyield/workflow'

const impl = {
  async charge({ payment }: { payment: string; batch: number }): Promise<string> {
    return payment
  },
  async weigh(_: string): Promise<number> {
    return 5
  },
  async ship(parcel: string): Promise<string> {
    return `${parcel} shipped`
  },
}
const { charge, weigh, ship } = activities<typeof impl>({ startToClose: '1m' })

/** Operations replace calls that a workflow must not make by itself. Their values are the same in every replay. */
export const invoice = workflow(
  { name: 'invoice', taskList: 'guide', executionStartToClose: '1h' },
  async function* () {
    const asked = yield* now()
    const payment = yield* uuid()
    const lucky = (yield* random()) < 0.01
    const batch = yield* sideEffect(() => Number(process.env['BATCH_SIZE'] ?? 10)) // recorded in a marker
    yield* charge({ payment, batch })
    return { asked, payment, lucky, batch }
  },
)

/** The first version of a workflow… */
export const shippingBefore = workflow(
  { name: 'shipping', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (parcel: string) {
    return yield* ship(parcel)
  },
)

/** … and a change to it with which open executions of the first one continue. */
export const shipping = workflow(
  { name: 'shipping', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (parcel: string) {
    if (yield* patched('weigh-first')) yield* weigh(parcel)
    return yield* ship(parcel)
  },
)

/** A new version of the type beside the old one. One worker runs both, and new executions use the new one. */
export const shipping2 = workflow(
  { name: 'shipping', version: '2.0', taskList: 'guide', executionStartToClose: '1 day' },
  async function* (parcel: string) {
    return `${yield* weigh(parcel)} kg: ${yield* ship(parcel)}`
  },
)

export { impl as shippingImpl }
