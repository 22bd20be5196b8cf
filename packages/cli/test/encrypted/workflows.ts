import { activities, child, signal, workflow } from '@reyield/workflow'

export interface Impl {
  charge(card: string): Promise<string>
}
const { charge } = activities<Impl>({ startToClose: '1m' })
const options = { taskList: 'orders', executionStartToClose: '1h' } as const

export const approved = signal<string>('approved')

export const parcel = workflow({ name: 'parcel', ...options }, async function* (to: string) {
  yield* []
  return `${to} got it`
})

export const order = workflow(
  { name: 'order', ...options },
  async function* (input: { card: string; notes: string }) {
    const receipt = yield* charge(input.card)
    const by = yield* approved
    const delivered = yield* child(parcel, by)
    return { receipt, delivered }
  },
)
