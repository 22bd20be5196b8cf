import {
  activities,
  all,
  child,
  isReyieldError,
  race,
  sideEffect,
  signal,
  sleep,
  workflow,
} from '@reyield/workflow'

/** What an order and its parts look like. */
export interface Order {
  readonly id: string
  readonly customer: { readonly name: string; readonly email: string }
  readonly lines: readonly { readonly sku: string; readonly count: number }[]
  readonly due: Date
  readonly notes: ReadonlyMap<string, string>
}

/** The activities of a workflow whose way depends on their results. */
export interface Steering {
  charge(order: Order): Promise<{ status: string; by: string; kind: string }>
  reserve(line: { sku: string; count: number }): Promise<string>
  refund(id: string): Promise<void>
  notify(email: string): Promise<void>
}

const { charge, reserve, refund, notify } = activities<Steering>({ taskList: 'shop', startToClose: '5m' })
const approved = signal<{ by: string }>('approved')

const parcel = workflow({ name: 'parcel', executionStartToClose: '1 day' }, async function* (id: string) {
  yield* sleep('1h')
  return id
})

const waits = { urgent: '1m', usual: '1h' } as const

/** A workflow that goes other ways by the texts that it gets: it compares them, looks them up, and makes ids of them. */
export const steered = workflow(
  { name: 'steered', taskList: 'orders', executionStartToClose: '30 days' },
  async function* (order: Order) {
    const { status, by, kind } = yield* charge.with({ id: `charge-${order.id}` })(order)
    if (status === 'declined') return yield* refund(order.id)
    if (kind in waits) yield* sleep(waits[kind as keyof typeof waits])
    if (by === order.customer.name) yield* notify(order.customer.email)
    if (by.toLowerCase() === order.customer.name.toLowerCase()) yield* sleep('2m')
    if (order.customer.email.split('@')[1] === 'shop.example') yield* sleep('3m')
    const skus = new Set(order.lines.map(({ sku }) => sku))
    const counts: Record<string, number> = {}
    for (const { sku, count } of order.lines) counts[sku] = (counts[sku] ?? 0) + count
    for (const [index, sku] of [...skus].entries()) {
      if (sku.startsWith('FRAGILE-')) yield* sleep('4m')
      if (/^BULK-\d+$/.test(sku)) yield* sleep('5m')
      try {
        yield* reserve.with({ id: `line-item${index + 1}` })({ sku, count: counts[sku]! })
      } catch (error) {
        const { cause } = error as { readonly cause?: { readonly code?: string } }
        if (isReyieldError(error, 'ACTIVITY_FAILED') && cause?.code === 'SOLD_OUT') yield* refund(sku)
      }
    }
    if (order.notes.has(order.customer.name)) yield* sleep('6m')
    if (order.due.getTime() < Date.parse('2027-01-01')) yield* sleep('7m')
    const token = yield* sideEffect(() => order.customer.email)
    if (token === order.customer.email) yield* sleep('8m')
    const answer = yield* race({ approved, late: sleep('2h') })
    if (answer.winner === 'approved' && answer.value.by === order.customer.name) yield* sleep('9m')
    return yield* all([
      child(parcel, order.id, { workflowId: `parcel-${order.id}` }),
      notify(order.customer.email),
    ])
  },
)

/** Goes another way by something in a text that no redaction can keep. */
export const unlucky = workflow(
  { name: 'unlucky', taskList: 'orders', executionStartToClose: '1 day' },
  async function* (name: string) {
    const sum = [...name].reduce((total, character) => total + character.codePointAt(0)!, 0)
    yield* reserve.with({ id: sum % 997 === 0 ? 'first' : `sum${sum % 997}` })({ sku: name, count: 1 })
  },
)

export { approved, parcel }
