import { activities, saga, signal, status, workflow } from '@reyield/workflow'
import type * as shop from './activities.ts'

export interface Order {
  id: string
  items: string[]
  /** In euros. */
  total: number
}

/** The signal by which somebody approves an expensive order. */
export const approved = signal<{ by: string }>('approved')

// SWF counts the timeouts, and the waits between retries, also while none of your processes runs.
const { reserve, charge, ship } = activities<typeof shop>({
  startToClose: '30s',
  retry: { maximumAttempts: 3, initialInterval: '1s', nonRetryable: ['OutOfStock'] },
  cancellation: 'wait', // nothing is undone before it has ended
})

const { release, refund } = activities<typeof shop>({
  startToClose: '30s',
  retry: { maximumAttempts: 100, maximumInterval: '1h' },
})

/**
 * An order: reserve, charge, ship. SWF records each step, so the workflow goes on where it was after a crash or a deployment. If a step
 * fails, or if the order is canceled, the saga undoes what was done before.
 */
export const order = workflow(
  { name: 'order', taskList: 'orders', executionStartToClose: '30 days' },
  async function* ({ id, items, total }: Order) {
    return yield* saga(async function* (undo) {
      undo(() => release({ id })) // registered first, since a step may have been done even if its result is lost
      yield* reserve({ id, items })

      if (total > 1000) {
        yield* status('waits for an approval')
        const { by } = yield* approved.receive({ timeout: '2 days' }) // no process waits meanwhile
        yield* status(`approved by ${by}`)
      }

      undo(() => refund({ id }))
      const receipt = yield* charge({ id, total })
      const parcel = yield* ship({ id, items })
      return { receipt, parcel }
    })
  },
)
