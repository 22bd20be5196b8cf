import type { Client } from '@reyield/client'
import { activities, isReyieldError, sleep, status, workflow, type AnyWorkflow } from '@reyield/workflow'

type Order = { id: string; note: string }
const { write, send } = activities<{
  write(order: Order): Promise<string>
  send(letter: { order: Order; report: string }): Promise<string>
}>({ startToClose: '5m' })

/** What operators want to know of the open executions that are held. */
export async function heldExecutions(client: Client): Promise<string[]> {
  const found: string[] = []
  for await (const { workflowId, handle } of client.list({ status: 'OPEN' })) {
    const { status, error } = await handle.status()
    if (error !== undefined) found.push(`${workflowId}: ${error.code} (last status: ${String(status)})`)
  }
  return found
}

/** After a fix was deployed: the held executions of a workflow are tried at once. */
export async function nudgeHeld(client: Client, order: AnyWorkflow): Promise<void> {
  for await (const { handle } of client.list({ status: 'OPEN', workflow: order })) {
    if ((await handle.describe()).held !== undefined) await handle.nudge()
  }
}

/** Waits for an hour; the broken version then awaits what is no operation. */
export const delivery = (version: 'broken' | 'fixed') =>
  workflow({ name: 'delivery', taskList: 'guide', executionStartToClose: '1 day' }, async function* () {
    yield* status('packed')
    yield* sleep('1h')
    if (version === 'broken') await new Promise(() => undefined)
    return 'delivered'
  })

/** Sends a report to a customer. Together with the order it may be longer than Amazon SWF takes: then only a link is sent. */
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
