import { loopNames } from '../options/limits.ts'
import type { WorkerStats } from '../loop/worker.ts'

/** SWF holds a poll for at most a minute. A loop whose last poll is longer ago than that twice doesn't work. */
const longestWithoutPoll = 120_000

/**
 * Returns why a worker isn't ready; undefined if it is. It's ready if it has registered its types, isn't stopping, and SWF has responded to a
 * poll of each loop within two minutes. A loop that has as many tasks as it may doesn't poll, and is ready. So is one whose
 * polls are all held back by a rate.
 */
export function whyUnready(stats: WorkerStats, now: number): string | undefined {
  if (stats.state !== 'polling') return `The worker is ${stats.state}`
  for (const name of loopNames) {
    const loop = stats[name]
    if (loop === undefined || loop.running >= loop.concurrency) continue
    if (loop.polling === 0 && loop.heldBack > 0) continue
    const without = now - (loop.polledAt ?? stats.pollingSince ?? now)
    if (without > longestWithoutPoll) {
      return `SWF has not responded to a poll of the loop ${name} for ${Math.floor(without / 1000)} s`
    }
  }
  return undefined
}
