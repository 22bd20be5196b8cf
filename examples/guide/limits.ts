import type { Swf } from '@reyield/client'
import { createWorker, type ActivityContext } from '@reyield/worker'
import { activities, all, workflow } from '@reyield/workflow'

const impl = {
  resize: async (picture: string) => `small ${picture}`,
  mail: async (to: string) => `sent to ${to}`,
  /** Waits for another program, which can't say how far it is. */
  async print(order: string, { signal }: ActivityContext) {
    await printed(order, { signal })
    return `printed ${order}`
  },
}
const retry = { maximumAttempts: 5, on: { ACTIVITY_UNSTARTED: { maximumAttempts: 20 } } }
const { resize, mail, print } = activities<typeof impl>({ startToClose: '10m', heartbeat: '30s', retry })

export const album = workflow(
  { name: 'album', taskList: 'albums', executionStartToClose: '1 day' },
  async function* ({ order, pictures, to }: { order: string; pictures: readonly string[]; to: string }) {
    yield* all(pictures.map(picture => resize(picture)))
    yield* print(order)
    return yield* mail(to)
  },
)

/** A worker that overloads neither its machine nor the mail provider. */
export const startAlbumWorker = (swf: Swf) =>
  createWorker({
    swf,
    domain: 'shop',
    taskList: 'albums',
    activities: impl,
    concurrency: 20, // tasks in hand
    activitiesPerSecond: 10, // of all activities
    heartbeat: { every: '10s' }, // a third of their heartbeat timeout
    activityOptions: {
      resize: { concurrency: 2 }, // the machine has two cores
      mail: { activitiesPerSecond: 0.5 }, // what the provider allows
    },
  })

/** Stands for the other program. */
async function printed(_order: string, { signal }: { signal: AbortSignal }): Promise<void> {
  signal.throwIfAborted()
}
