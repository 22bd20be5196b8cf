import { activities, workflow } from '@reyield/workflow'

/** Functions of the counting workflow. */
export interface CountingActivities {
  next(n: number): Promise<number>
}

const { next } = activities<CountingActivities>({
  startToClose: '1s',
  retry: { maximumAttempts: 20, initialInterval: '0s' },
})

/** Counts to a number, one activity after the other. */
export const counting = workflow(
  {
    name: 'counting',
    taskList: 'counting',
    executionStartToClose: '1h',
    taskStartToClose: '1s',
  },
  async function* (to: number) {
    let n = 0
    while (n < to) n = yield* next(n)
    return n
  },
)
