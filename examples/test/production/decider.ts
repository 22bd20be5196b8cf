import { createWorker } from '@reyield/worker'
import { connection, runUntilSignal } from '../../process.ts'
import { order, tick } from './program.ts'

/** A decider of orders and of schedules. */
await runUntilSignal(
  createWorker({
    ...connection(),
    taskList: 'production',
    workflows: [order, tick],
    schedules: true,
    cache: { stickyTimeout: '1s' },
  }),
)
