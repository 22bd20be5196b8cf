import type { Client, Swf } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { activities, sleep, workflow } from '@reyield/workflow'

export const impl = {
  print: async (parcel: string) => `label of ${parcel}`,
  ship: async (label: string) => `shipped with ${label}`,
}
const { print, ship } = activities<typeof impl>({ startToClose: '1m' })

/** It declares no task list, so its activities and children are on the list of the execution, too. */
export const shipping = workflow(
  { name: 'shipping', executionStartToClose: '7 days' },
  async function* (parcel: string) {
    const label = yield* print(parcel)
    yield* sleep('1 day')
    return yield* ship(label)
  },
)

/** Each build has a task list of its own. */
const taskListOf = (build: string) => `parcels-${build}`

/** The worker of one build. It gets only executions that were started for this build. */
export const startWorkerOf = (swf: Swf, build: string, code = shipping) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: taskListOf(build),
    workflows: [code],
    activities: impl,
    buildId: build,
  })

/** Starts an execution for a build, which then decides all of it. */
export const startParcel = (client: Client, build: string, parcel: string) =>
  client.start(shipping, parcel, {
    workflowId: parcel,
    taskList: taskListOf(build),
    tags: [`build:${build}`],
  })

/** Whether the workers of a build may be stopped for good. */
export async function isOver(client: Client, build: string): Promise<boolean> {
  const { count } = await client.count({ status: 'OPEN', tag: `build:${build}` })
  return count === 0
}
