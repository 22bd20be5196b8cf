import { setImmediate } from 'node:timers/promises'
import { createClient, register, type RunHandle } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import type { TestSwf } from '../reyield.ts'
import { approved, order, shipping, tally } from './workflows.ts'

/** A shop with a decider. Its activities are answered by the test, so each test says what happens and when. */
export async function openShop({ swf, clock }: Pick<TestSwf, 'swf' | 'clock'>) {
  const connection = { swf, domain: 'shop' }
  await register(swf, { domain: 'shop', activities: [{ name: 'charge' }, { name: 'pack' }] })
  const worker = createWorker({
    ...connection,
    taskList: 'orders',
    workflows: [order, shipping, tally],
    schedules: true,
    identity: '41@shop build/7f3',
  })
  await worker.ready
  const client = createClient(connection)

  /** Waits until the decider has answered what there is to decide. */
  async function decided({ workflowId, runId }: Pick<RunHandle<unknown>, 'workflowId' | 'runId'>) {
    const execution = { workflowId, runId }
    for (;;) {
      const { events } = await swf.getWorkflowExecutionHistory({
        domain: 'shop',
        execution,
        reverseOrder: true,
      })
      const newest = events!.find(({ eventType }) => eventType!.startsWith('DecisionTask'))
      if (newest?.eventType === 'DecisionTaskCompleted') return
      await setImmediate()
    }
  }

  return {
    client,
    /** Starts an execution of `order`. */
    async order(id: string, items: string[] = ['tea', 'milk']) {
      const handle = await client.start(
        order,
        { id, items },
        { workflowId: `order-${id}`, tags: ['web'], taskList: 'orders' },
      )
      await decided(handle)
      return handle
    },
    /** Starts an execution of `tally` that has continued as new so often. Returns the ids of its runs. */
    async tally(workflowId: string, rounds: number) {
      const runs = [(await client.start(tally, 0, { workflowId, taskList: 'orders' })).runId]
      const current = client.handle(tally, { workflowId })
      while (runs.length <= rounds) {
        await current.signal(approved, { by: 'ann' })
        let runId = runs.at(-1)!
        while (runId === runs.at(-1)) {
          await setImmediate()
          runId = (await current.describe()).executionInfo!.execution!.runId!
        }
        runs.push(runId)
      }
      return runs
    },
    decided,
    /** A worker takes the next activity task after so many seconds, and answers it after so many more. */
    async work(answer: { result: unknown } | { reason: string }, queue = 1, seconds = 2) {
      await clock.advance(queue * 1000)
      const { taskToken } = await swf.pollForActivityTask({
        domain: 'shop',
        taskList: { name: 'shop' },
        identity: '12@bank',
      })
      await clock.advance(seconds * 1000)
      if ('reason' in answer) await swf.respondActivityTaskFailed({ taskToken: taskToken!, ...answer })
      else {
        await swf.respondActivityTaskCompleted({
          taskToken: taskToken!,
          result: JSON.stringify({ json: answer.result }),
        })
      }
    },
    close: () => worker.stop(),
  }
}
