import { createClient, type RunHandle } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { everyDeployment, replayAll, run } from '@reyield/testing'
import { activities, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { isOver, shipping, type impl, startParcel, startWorkerOf } from './deploying.ts'
import { shipping as first } from './releasing/first.ts'
import { shipping as patchedOnce } from './releasing/patched.ts'
import { shipping as takenBack } from './releasing/taken-back.ts'

const { print, ship } = activities<typeof impl>({ startToClose: '1m' })

/** Changed so that no execution of the first build could go on with it. */
const changed = workflow(
  { name: 'shipping', executionStartToClose: '7 days' },
  async function* (parcel: string) {
    yield* sleep('1h')
    return yield* ship(yield* print(`${parcel}, changed`))
  },
)

/** Waits until the last event of an execution is of a type. */
async function until(handle: RunHandle<unknown>, type: string): Promise<void> {
  while ((await handle.history()).at(-1)!.eventType !== type) await new Promise(setImmediate)
}

it('each build completes the executions that were started for it', async () => {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const { swf } = local
  const client = createClient({ swf, domain: 'shop' })
  const first = startWorkerOf(swf, '41f')
  await first.ready
  const old = await startParcel(client, '41f', 'box-1')
  await until(old, 'TimerStarted')
  const second = startWorkerOf(swf, '52a', changed)
  await second.ready
  const young = await startParcel(client, '52a', 'box-2')
  expect(await Promise.all([isOver(client, '41f'), isOver(client, '52a')])).toEqual([false, false])

  await until(young, 'TimerStarted')
  await clock.advance('1h')
  await until(young, 'WorkflowExecutionCompleted')
  await clock.advance('1 day')
  await until(old, 'WorkflowExecutionCompleted')
  expect(await Promise.all([isOver(client, '41f'), isOver(client, '52a')])).toEqual([true, true])
  expect(await Promise.all([old.result(), young.result()])).toEqual([
    'shipped with label of box-1',
    'shipped with label of box-2, changed',
  ])
  const events = await old.history()
  await replayAll(shipping, { execution: { workflowId: old.workflowId, runId: old.runId }, events })
  await Promise.all([first, second].map(worker => worker.stop()))
  await local.close()
})

it('a patch is taken back by another one, with which all executions can go on', async () => {
  const mocks = { activities: { print: () => 'label', ship: () => 'shipped', weigh: () => 5 } }
  for (const oldCode of [first, patchedOnce]) {
    const ended = await everyDeployment(takenBack, 'box-1', { ...mocks, oldCode })
    expect(ended.length).toBeGreaterThan(2)
  }
  const before = await run(patchedOnce, 'box-1', mocks)
  const after = await run(takenBack, 'box-1', mocks)
  expect([before, after].map(({ calls }) => calls.map(({ name }) => name))).toEqual([
    ['weigh', 'print', 'ship'],
    ['print', 'ship'],
  ])
})
