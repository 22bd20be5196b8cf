import type { ActivityContext } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'

/** A bank that charges once for each idempotency key. */
export interface Bank {
  charge(cents: number, options: { readonly idempotencyKey: string }): Promise<string>
}

export const activitiesOf = (bank: Bank) => ({
  /** The key is the same in every attempt of this call, and no other call has it. */
  async charge(cents: number, { workflowExecution, activityId }: ActivityContext): Promise<string> {
    return await bank.charge(cents, { idempotencyKey: `${workflowExecution.runId}/${activityId}` })
  },
})

export const { charge } = activities<ReturnType<typeof activitiesOf>>({
  startToClose: '1m',
  retry: { maximumAttempts: 3 },
})

export const payment = workflow(
  { name: 'payment', taskList: 'payments', executionStartToClose: '1 day' },
  async function* (cents: number) {
    return yield* charge(cents)
  },
)
