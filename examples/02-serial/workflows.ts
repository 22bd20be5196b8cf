import { activities, workflow } from '@reyield/workflow'
import type * as impl from './activities.ts'

const { ActivityA, ActivityB, ActivityC } = activities<typeof impl>({ startToClose: '1m' })

/** Three steps. Each has its own task list and gets the result of the one before it. */
export const SerialWorkflow = workflow(
  { name: 'SerialWorkflow', taskList: 'default_tasks', executionStartToClose: '1h' },
  async function* (order: string) {
    const a = yield* ActivityA.with({ taskList: 'a_tasks' })(order)
    const b = yield* ActivityB.with({ taskList: 'b_tasks' })(a)
    return yield* ActivityC.with({ taskList: 'c_tasks' })(b)
  },
)
