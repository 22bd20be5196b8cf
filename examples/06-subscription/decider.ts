import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../process.ts'
import { subscription, subscriptionReport } from './workflows.ts'

await runUntilSignal(
  createWorker({
    ...connection(),
    taskList: 'subscriptions',
    workflows: [subscription, subscriptionReport],
    schedules: true, // it also decides schedules
  }),
)
