import { awsSwf, createClient, retrying } from '@reyield/client'
import { schedule, withSchedules } from '@reyield/schedules'
import { createWorker } from '@reyield/worker'
import { order } from './workflow.ts'

const nightly = schedule({
  name: 'nightly-order',
  cron: '30 2 * * *',
  timeZone: 'Europe/Berlin',
  workflow: order,
  input: ['tea'],
})

const connection = { swf: retrying(awsSwf()), domain: 'shop' }
const worker = createWorker({ ...connection, taskList: 'orders', workflows: [order], schedules: true })
await worker.ready

// A step of the deployment: creates the schedule, or changes it to what is declared here.
await withSchedules(createClient(connection)).schedules.create(nightly, { ifExists: 'update' })
await worker.stop()
