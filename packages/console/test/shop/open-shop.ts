import { createWorker } from '@reyield/worker'
import { domain, type LocalConsole, until } from '../local-console.ts'
import * as after from './after.ts'
import { order, payout, reminder } from './workflows.ts'

/** Names that a page must show as text. SWF refuses `/`, `:` and `|` in ids. */
export const hostileId = '<img src=x onerror=alert(1)>"\'&lt;\u202e'

/**
 * Plants the troubles that a shop can have:
 * - `order-ok` is open and waits for a timeout that is far away; `order-retrying` has an activity that fails again and again
 * - `payout-held` is held: its code was changed in a way that its history doesn't allow
 * - `payout-asks` waits for the signal `decided` and times out soon
 * - `reminder-unsent` waits for a worker of the task list `mail`, of which there is none
 * - the execution `hostileId` has names and payloads that try to be markup
 */
export async function plantTroubles({ swf, client, skip }: LocalConsole) {
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
  const shop = createWorker({ ...connection, taskList: 'shop', activities, identity: 'clerk@shop build/2' })
  const deciderOf = (workflows: readonly unknown[], build: string) =>
    createWorker({
      ...connection,
      taskList: 'orders',
      workflows: workflows as never,
      identity: `decider@shop build/${build}`,
    })
  const first = deciderOf([order, payout, reminder], '1')
  await Promise.all([shop.ready, first.ready])

  const start = (
    workflow: typeof payout | typeof reminder | typeof order,
    input: unknown,
    workflowId: string,
    tags: string[] = [],
  ) => client.start(workflow as never, input as never, { workflowId, taskList: 'orders', tags })
  await start(payout, 250, 'payout-held', ['finance'])
  await start(reminder, 'call back', 'reminder-unsent')
  await start(order, { id: 'bad', amount: 12, items: ['tea'] }, 'order-retrying', ['web', 'eu'])
  await start(reminder, '</script><script>alert(3)</script>', hostileId, [
    '"><script>alert(4)</script>',
    '{{x}}',
  ])
  await start(order, { id: 'A-17', amount: 12.5, items: ['tea', 'milk'] }, 'order-done', ['web'])
  const decidedOnce = async (workflowId: string) => {
    const { executionInfo } = await client.handle(payout, { workflowId }).describe()
    const { events } = await swf.getWorkflowExecutionHistory({ domain, execution: executionInfo!.execution! })
    return events!.some(({ eventType }) => eventType === 'DecisionTaskCompleted')
  }
  for (const id of ['payout-held', 'reminder-unsent', hostileId])
    await until(() => decidedOnce(id), `${id} is decided`)
  await until(() => failing.has('bad'), 'the activity fails')

  await first.stop()
  const second = deciderOf([after.order, after.payout, after.reminder], '2')
  await second.ready
  skip(100 * 60_000)
  await client
    .handle(payout, { workflowId: 'payout-held' })
    .signal('decided' as never, { by: 'ann', granted: true } as never)
  return {
    /** The workers that run now. */
    async stop() {
      await Promise.all([shop.stop(), second.stop()])
    },
  }
}
