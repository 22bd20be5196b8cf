import { register } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { domain, type LocalConsole, until } from '../local-console.ts'
import * as after from './after.ts'
import { approval, decided, order, payout, reminder, subscription } from './workflows.ts'

/** Names that a page must show as text. SWF refuses `/`, `:` and `|` in ids. */
export const hostileId = '<img src=x onerror=alert(1)>"\'&lt;\u202e'

const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }

/**
 * Plants the troubles that a shop can have:
 * - `order-ok` is open and waits for a timeout that is far away; `order-retrying` has an activity that fails again and again
 * - `payout-held` is held: its code was changed in a way that its history doesn't allow
 * - `approval-asks` waits for the signal `decided` and times out soon
 * - `reminder-unsent` waits for a worker of the task list `mail`, of which there is none
 * - `order-done` has completed
 * - five subscriptions have no trouble
 * - if `isHostile`, the execution `hostileId` has names and payloads that try to be markup
 */
export async function plantTroubles(opened: LocalConsole, { isHostile = false } = {}) {
  const { swf, client } = opened
  const connection = { swf, domain, logger: silent }
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
      schedules: true,
      cache: { stickyTimeout: '1s' }, // how long a task waits for the first decider after that has stopped
      workflows: workflows as never,
      identity: `decider@shop build/${build}`,
    })
  const first = deciderOf([approval, order, payout, reminder, subscription], '1')
  await Promise.all([shop.ready, first.ready])

  const of = (workflowId: string, ...tags: string[]) => ({ workflowId, taskList: 'orders', tags })
  await client.start(payout, 250, of('payout-held', 'finance'))
  await client.start(approval, 15, of('approval-asks', 'finance'))
  await client.start(reminder, 'call back', of('reminder-unsent'))
  await client.start(order, { id: 'bad', amount: 12, items: ['tea'] }, of('order-retrying', 'web', 'eu'))
  if (isHostile) {
    const tags = ['"><script>alert(4)</script>', '{{x}}']
    await client.start(reminder, '</script><script>alert(3)</script>', of(hostileId, ...tags))
  }
  for (const [number, plan] of ['monthly', 'yearly', 'team', 'monthly', 'yearly'].entries()) {
    await client.start(subscription, plan, of(`subscription-${2081 + number}`, plan))
  }
  const done = await client.start(
    order,
    { id: 'A-17', amount: 12.5, items: ['tea', 'milk'] },
    of('order-done', 'web'),
  )
  const eventsOf = async (workflowId: string) => {
    const { executionInfo } = await client.handle(payout, { workflowId }).describe()
    const { events } = await swf.getWorkflowExecutionHistory({ domain, execution: executionInfo!.execution! })
    return events!.map(({ eventType }) => eventType)
  }
  await done.result()
  const decisionsOf = async (id: string) =>
    (await eventsOf(id)).filter(type => type === 'DecisionTaskCompleted').length
  for (const id of ['approval-asks', 'reminder-unsent', ...(isHostile ? [hostileId] : [])]) {
    await until(async () => (await decisionsOf(id)) > 0, `${id} is decided`)
  }
  await until(async () => (await decisionsOf('payout-held')) === 2, 'the payout waits')

  await first.stop()
  const second = deciderOf(
    Object.values(after).filter(one => one !== decided),
    '2',
  )
  await second.ready
  await client.handle(payout, { workflowId: 'payout-held' }).signal(decided, { by: 'ann', granted: true })
  await until(
    async () => (await eventsOf('payout-held')).at(-1) === 'DecisionTaskStarted',
    'the new code is tried',
  )
  opened.skip(11_000) // the first failure only lets its decision task time out, so that another worker can try
  await until(async () => (await eventsOf('payout-held')).includes('TimerStarted'), 'it is held')
  opened.skip(110 * 60_000)
  return {
    /** The workers that run now. */
    async stop() {
      await Promise.all([shop.stop(), second.stop()])
    },
  }
}
