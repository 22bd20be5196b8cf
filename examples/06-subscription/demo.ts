import { setTimeout } from 'node:timers/promises'
import type { Client, WorkflowHandle } from '@reyield/client'
import { withSchedules } from '@reyield/schedules'
import type { Demo } from '../start/demo.ts'
import { monthlyReport } from './schedules.ts'
import { dateOf, type SubscriptionStatus } from './subscription.ts'
import { canceled, paused, resumed, subscription, subscriptionReport, upgraded } from './workflows.ts'

type Handle = WorkflowHandle<unknown>

/** What the customers do in which month. The bank declines the cards of bob and carl. */
const customers: Readonly<Record<string, Readonly<Record<number, (handle: Handle) => Promise<void>>>>> = {
  ann: {
    4: handle => handle.signal(upgraded, { plan: 'pro' }),
    8: handle => handle.signal(paused),
    11: handle => handle.signal(resumed),
    23: handle => handle.signal(canceled),
  },
  bob: { 20: handle => handle.signal(canceled) },
  carl: {},
}

/** Two years of three subscriptions. Time skips to the next timer whenever all workers have nothing to do. */
export const demo: Demo = {
  folder: '06-subscription',
  workflows: [subscription, subscriptionReport],
  workers: 1,
  movesTime: true,
  async run({ client, title, skip }) {
    const { schedules } = withSchedules(client)
    const openOnes = { status: 'OPEN', workflow: subscription } as const
    if ((await client.count(openOnes)).count === 0) {
      for (const customer of Object.keys(customers))
        await client.start(subscription, { customer, plan: 'basic' }, { workflowId: customer })
    }
    await schedules.create(monthlyReport, { ifExists: 'update' })

    const done = new Set<string>()
    let skipped = Date.now()
    while ((await client.count(openOnes)).count > 0) {
      const isStuck = Date.now() - skipped > 5000 // a killed worker doesn't answer: the timeout of its task must come
      if (!isStuck && !(await areAllWaiting(client))) await setTimeout(20)
      else if (!(await act(client, done))) {
        title(dateOf(await skip()))
        skipped = Date.now()
      }
    }
    await schedules.delete(monthlyReport.name)
  },
}

/** Lets the next customer act whose month for it has come. Returns false if there is none. */
async function act(client: Client, done: Set<string>): Promise<boolean> {
  for await (const { workflowId, handle } of client.list({ status: 'OPEN', workflow: subscription })) {
    const { status } = await handle.status<SubscriptionStatus>()
    const action = customers[workflowId]?.[status?.month ?? 0]
    const name = `${workflowId} ${status?.month}`
    if (action === undefined || done.has(name)) continue
    done.add(name)
    await action(handle)
    return true
  }
  return false
}

/** Whether all open executions wait for timers: no decider and no activity worker has anything to do. Looks twice, as work may move meanwhile. */
async function areAllWaiting(client: Client): Promise<boolean> {
  for (let look = 0; look < 2; look++) {
    for await (const { handle } of client.list({ status: 'OPEN' })) {
      const { openCounts } = await handle.describe()
      if (openCounts!.openDecisionTasks! > 0 || openCounts!.openActivityTasks! > 0) return false
    }
  }
  return true
}
