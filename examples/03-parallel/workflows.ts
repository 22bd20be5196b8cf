import { activities, all, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { ActivityA } = activities<typeof impl>({ startToClose: '2s', retry: { maximumAttempts: 5 } })

/** How many activities are scheduled at once. */
export const SCHED_COUNT = 5

/** Schedules five activities at once, which all workers share, and completes when all of them are done. */
export const ParallelWorkflow = workflow(
  { name: 'ParallelWorkflow', taskList: 'parallel', executionStartToClose: '1h', taskStartToClose: '2s' },
  async function* () {
    const parts = Array.from({ length: SCHED_COUNT }, (_, index) => index + 1)
    return yield* all(parts.map(part => ActivityA(part)))
  },
)
