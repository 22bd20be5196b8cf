import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createClient, type Swf } from '@reyield/client'
import { createLocalSwf } from '@reyield/local'
import { run } from '@reyield/testing'
import { expect, it, onTestFinished } from 'vitest'
import { order, startActivityWorker, startDecider } from './migration.ts'

const python = '/usr/bin/python3'
const hasBoto3 = spawnSync(python, ['-c', 'import boto3']).status === 0
if (!hasBoto3) console.warn('examples/guide: skipped: boto3 is not installed; apt-get install python3-boto3')

/** Registers the domain and the activity types as the owner of the old decider has: with defaults. */
async function registerOldTypes(swf: Swf): Promise<void> {
  await swf.registerDomain({ name: 'shop', workflowExecutionRetentionPeriodInDays: '1' })
  for (const name of ['charge', 'ship']) {
    await swf.registerActivityType({
      domain: 'shop',
      name,
      version: '1.0',
      defaultTaskList: { name: 'order-activities' },
      defaultTaskScheduleToStartTimeout: '300',
      defaultTaskStartToCloseTimeout: '60',
      defaultTaskScheduleToCloseTimeout: '600',
      defaultTaskHeartbeatTimeout: 'NONE',
    })
  }
}

it('schedules the activities on the list of the old workers, with the timeouts of the registered types', async () => {
  const { raw } = await run(order, 'tea', {
    activities: { charge: async () => 'receipt', ship: async () => 'parcel' },
  })
  expect(raw[0]!.scheduleActivityTaskDecisionAttributes).toMatchObject({
    activityType: { name: 'charge', version: '1.0' },
    taskList: { name: 'order-activities' },
    input: 'tea',
    scheduleToStartTimeout: '300',
    startToCloseTimeout: '60',
    scheduleToCloseTimeout: '600',
    heartbeatTimeout: 'NONE',
  })
})

it('runs with an activity worker that takes over the list', async () => {
  const local = await createLocalSwf()
  await registerOldTypes(local.swf)
  const workers = [startDecider(local.swf), startActivityWorker(local.swf)]
  await Promise.all(workers.map(worker => worker.ready))
  const handle = await createClient({ swf: local.swf, domain: 'shop' }).start(order, 'tea')
  expect(await handle.result()).toBe('parcel with receipt for tea')
  await Promise.all(workers.map(worker => worker.stop()))
  await local.close()
})

it.skipIf(!hasBoto3)('runs with the activity worker in Python', async () => {
  const local = await createLocalSwf()
  await registerOldTypes(local.swf)
  const { url } = await local.listen()
  const env = {
    ...process.env,
    SWF_ENDPOINT: url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
  }
  const program = fileURLToPath(new URL('orders_worker.py', import.meta.url))
  const child = spawn(python, [program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill())
  const exited = once(child, 'exit')
  const decider = startDecider(local.swf)
  await decider.ready
  const handle = await createClient({ swf: local.swf, domain: 'shop' }).start(order, 'tea')
  expect(await handle.result()).toBe('parcel with receipt for tea')
  child.kill()
  await exited
  await decider.stop()
  await local.close()
})
