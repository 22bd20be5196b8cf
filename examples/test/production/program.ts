import { schedule, scheduledTime } from '@reyield/schedules'
import { activities, all, info, workflow } from '@reyield/workflow'
import type * as ofThread from './checksum.ts'
import type * as impl from './impl.ts'

export const { checksum, render, mail, print } = activities<typeof impl & typeof ofThread>({
  startToClose: '2m',
  heartbeat: '4s', // a crash is noticed by it
  retry: { maximumAttempts: 1000, initialInterval: '0s' },
})

const options = { taskList: 'production', executionStartToClose: '1h', taskStartToClose: '4s' } as const

export const order = workflow({ name: 'order', ...options }, async function* (text: string) {
  const sum = yield* checksum(text)
  return [sum, ...(yield* all([render(text), print(text)])), yield* mail(text)]
})

/** What a schedule starts. Its result is the time for which it runs. */
export const tick = workflow({ name: 'tick', ...options }, async function* () {
  const { tags } = yield* info()
  return scheduledTime(tags)!.getTime()
})

/** Of the first one, several runs may be open. Of the second one, at most one is. */
export const schedules = [
  schedule({ name: 'beside', every: '5s', workflow: tick, overlap: 'allow', catchUp: '10m' }),
  schedule({ name: 'alone', every: '7s', workflow: tick, overlap: 'bufferOne', catchUp: '10m' }),
] as const

/** The most activities that a worker begins in a second. */
export const rates = { all: 3, mail: 0.5 } as const
