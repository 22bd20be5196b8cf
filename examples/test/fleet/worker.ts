import { appendFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { createWorker, type ActivityContext } from '@reyield/worker'
import { connection, runUntilSignal } from '../../process.ts'
import { steps, type Order } from './orders.ts'

/** An activity worker of the build that REYIELD_BUILD_ID names. It writes each run of an activity to the file FLEET_RUNS. */
const activities = Object.fromEntries(
  steps
    .filter(step => step !== 'weigh' || process.env['REYIELD_BUILD_ID'] !== 'first')
    .map(step => [
      step,
      async ({ id, milliseconds }: Order, { workflowExecution, signal }: ActivityContext) => {
        appendFileSync(process.env['FLEET_RUNS']!, `${workflowExecution.workflowId} ${step} ${process.pid}\n`)
        await setTimeout(milliseconds, undefined, { signal })
        return `${step} ${id}`
      },
    ]),
)
await runUntilSignal(createWorker({ ...connection(), taskList: 'fleet', activities }))
