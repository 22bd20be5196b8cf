/* oxlint-disable reyield/no-foreign-await -- one of the versions is broken, to show what then happens */
import type { Client } from '@reyield/client'
import { activities, isReyieldError, sleep, status, workflow, type AnyWorkflow } from '@reyield/workflow'

type Order = { id: string; note: string }
const { write, send } = activities<{
  write(order: Order): Promise<string>
  send(letter: { order: Order; report: string }): Promise<string>
}>({ startToClose: '5m' })

/** The held executions with their errors, for operators. */
export async function heldExecutions(client: Client): Promise<string[]> {
  const found: string[] = []
  for await (const { workflowId, handle } of client.list({ status: 'OPEN' })) {
    const { status, error } = await handle.status()
    if (error !== undefined) found.push(`${workflowId}: ${error.code} (last status: ${String(status)})`)
  }
  return found
}

/** Makes the held executions of a workflow continue at once, after a fix was deployed. */
export async function nudgeHeld(client: Client, order: AnyWorkflow): Promise<void> {
  for await (const { handle } of client.list({ status: 'OPEN', workflow: order })) {
    if ((await handle.describe()).held !== undefined) await handle.nudge()
  }
}

/** Waits for an hour. The broken version then awaits a promise that isn't an operation. */
export const delivery = (version: 'broken' | 'fixed') =>
  workflow({ name: 'delivery', taskList: 'guide', executionStartToClose: '1 day' }, async function* () {
    yield* status('packed')
    yield* sleep('1h')
    if (version === 'broken') await new Promise(() => undefined)
    return 'delivered'
  })

/** Sends a report to a customer. If it is too long for Amazon SWF together with the order, it sends a link instead. */
export const careful = workflow(
  { name: 'careful', executionStartToClose: '1 day' },
  async function* (order: Order) {
    const report = yield* write(order)
    try {
      return yield* send({ order, report })
    } catch (error) {
      if (!isReyieldError(error, 'PAYLOAD_TOO_LONG')) throw error
      return yield* send({ order, report: `https://reports.example/${order.id}` })
    }
  },
)
