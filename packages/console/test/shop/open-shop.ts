import { register } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { domain, type LocalConsole, until } from '../local-console.ts'
import * as after from './after.ts'
import { approval, decided, order, payout, reminder } from './workflows.ts'

/** Names that a page must show as text. SWF refuses `/`, `:` and `|` in ids. */
export const hostileId = '<img src=x onerror=alert(1)>"\'&lt;\u202e'

/**
 * Plants the troubles that a shop can have:
 * - `order-ok` is open and waits for a timeout that is far away; `order-retrying` has an activity that fails again and again
 * - `payout-held` is held: its code was changed in a way that its history doesn't allow
 * - `approval-asks` waits for the signal `decided` and times out soon
 * - `reminder-unsent` waits for a worker of the task list `mail`, of which there is none
 * - `order-done` has completed
 * - the execution `hostileId` has names and payloads that try to be markup
 */
export async function plantTroubles(opened: LocalConsole) {
  const { swf, client } = opened
  const connection = { swf, domain }
  const failing = new Set<string>()
  const activities = {
    charge: ({ id }: { id: string }) => {
      if (id === 'bad') {
        failing.add(id)
        throw new Error('<script>alert(2)</script> the bank is closed')
      }
      return Promise.resolve(`receipt ${id}`)
    },
    ship: (item: string) => Promise.resolve(`parcel of ${item}`),
  }
  await register(swf, { domain, activities: [{ name: 'notify' }] })
  const shop = createWorker({ ...connection, taskList: 'shop', activities, identity: 'clerk@shop build/2' })
  const deciderOf = (workflows: readonly unknown[], build: string) =>
    createWorker({
      ...connection,
      taskList: 'orders',
      workflows: workflows as never,
      identity: `decider@shop build/${build}`,
    })
  const first = deciderOf([approval, order, payout, reminder], '1')
  await Promise.all([shop.ready, first.ready])

  const of = (workflowId: string, ...tags: string[]) => ({ workflowId, taskList: 'orders', tags })
  await client.start(payout, 250, of('payout-held', 'finance'))
  await client.start(approval, 15, of('approval-asks', 'finance'))
  await client.start(reminder, 'call back', of('reminder-unsent'))
  await client.start(order, { id: 'bad', amount: 12, items: ['tea'] }, of('order-retrying', 'web', 'eu'))
  await client.start(
    reminder,
    '</script><script>alert(3)</script>',
    of(hostileId, '"><script>alert(4)</script>', '{{x}}'),
  )
  const done = await client.start(
    order,
    { id: 'A-17', amount: 12.5, items: ['tea', 'milk'] },
    of('order-done', 'web'),
  )
  const decidedOnce = async (workflowId: string) => {
    const { executionInfo } = await client.handle(payout, { workflowId }).describe()
    const { events } = await swf.getWorkflowExecutionHistory({ domain, execution: executionInfo!.execution! })
    return events!.some(({ eventType }) => eventType === 'DecisionTaskCompleted')
  }
  await done.result()
  for (const id of ['payout-held', 'approval-asks', 'reminder-unsent', hostileId])
    await until(() => decidedOnce(id), `${id} is decided`)
  await until(() => failing.has('bad'), 'the activity fails')

  await first.stop()
  const second = deciderOf([after.approval, after.order, after.payout, after.reminder], '2')
  await second.ready
  opened.skip(100 * 60_000)
  await client.handle(payout, { workflowId: 'payout-held' }).signal(decided, { by: 'ann', granted: true })
  return {
    /** The workers that run now. */
    async stop() {
      await Promise.all([shop.stop(), second.stop()])
    },
  }
}
