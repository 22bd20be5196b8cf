import type { ServedActivity } from '../activities/served.ts'
import { threadedOf } from './threaded.ts'

/** The threads of a worker's activities. */
export interface ServedThreads {
  /** Starts one thread of each module, and throws if an activity's function can't be found there. `now`: ends it all. */
  start(now: AbortSignal): Promise<void>
  /** Ends the threads that no other worker uses, also those that are running. */
  close(): Promise<void>
}

/** Holds the threads of a worker's activities from now on. */
export function servedThreads(activities: readonly ServedActivity[]): ServedThreads {
  const held = activities.flatMap(({ name, run }) => {
    const threaded = threadedOf(run)
    return threaded === undefined ? [] : [{ name, threaded, release: threaded.hold() }]
  })
  const close = async () => {
    await Promise.all(held.map(({ release }) => release()))
  }
  return {
    async start(now) {
      now.addEventListener('abort', () => void close())
      for (const { name, threaded } of held) await threaded.look(name) // in turn, so that a module needs one thread
    },
    close,
  }
}
