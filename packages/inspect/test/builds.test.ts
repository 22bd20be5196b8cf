import { hostname } from 'node:os'
import { createClient, register, type Swf } from '@reyield/client'
import { createLocalSwf, testClock } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { replayerOf, viewExecution } from '../src/index.ts'

const { charge } = activities<{ charge(): string }>({ startToClose: '5m' })
const order = workflow({ name: 'order', executionStartToClose: '1 day' }, function* () {
  return yield* charge()
})
const silent = { debug() {}, info() {}, warn() {}, error() {} }

it('a view says which build has decided, by the identity of the worker, and with which it is shown', async () => {
  const local = await createLocalSwf({ clock: testClock() })
  const swf: Swf = local.swf
  await register(swf, { domain: 'shop', workflows: [order], activities: [{ name: 'charge' }] })
  const worker = createWorker({
    swf,
    domain: 'shop',
    taskList: 'orders',
    register: false,
    logger: silent,
    workflows: [order],
    activities: { charge: () => 'paid' },
    buildId: '41f',
    watchdog: false,
    cache: false,
  })
  const client = createClient({ swf, domain: 'shop' })
  const handle = await client.start(order, undefined, { workflowId: 'order-7', taskList: 'orders' })
  await handle.result()
  const replayer = replayerOf([order], { buildId: '52a' })
  const target = { domain: 'shop', workflowId: 'order-7' }
  const { code, decisionTasks, steps } = await viewExecution(swf, target, { replayer })
  await worker.stop({ grace: 0 })
  await local.close()
  const identity = `${process.pid}@${hostname()} build/41f`
  expect(code).toEqual({ decidedBy: '41f', shownWith: '52a', error: undefined })
  expect(decisionTasks.map(task => [task.identity, task.buildId])).toEqual([
    [identity, '41f'],
    [identity, '41f'],
  ])
  expect(steps.map(({ attempts, lines }) => [attempts[0]?.identity, lines?.[0]?.text])).toEqual([
    [identity, '  return yield* charge()'],
  ])
})
