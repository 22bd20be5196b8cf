import type { LoopStats, Worker, WorkerStats } from '@reyield/worker'
import type { Observed, Reading } from '../registry/metrics.ts'
import type { Metrics } from './metrics.ts'

const loops = ['decisions', 'activities'] as const

/** Reads the figures of a worker whenever metrics are read, until it has stopped. */
export function observeWorker(worker: Worker, metrics: Metrics): void {
  const { domain, taskList } = worker
  const ofLoops = (value: (loop: LoopStats, stats: WorkerStats) => number | undefined) => (): Reading[] => {
    const stats = worker.stats()
    return loops.flatMap(name => {
      const found = stats[name] && value(stats[name], stats)
      return found === undefined ? [] : [{ labels: [domain, taskList, name], value: found }]
    })
  }
  const ofCache =
    (value: (stats: NonNullable<ReturnType<Worker['cacheStats']>>) => number) => (): Reading[] => {
      const stats = worker.cacheStats()
      return stats === undefined ? [] : [{ labels: [domain, taskList], value: value(stats) }]
    }
  const waiting = (): Reading[] =>
    Object.entries(worker.stats().activities?.waiting ?? {}).map(([name, value]) => ({
      labels: [domain, taskList, name],
      value,
    }))
  const sources: [Observed, () => Reading[]][] = [
    [metrics.concurrencyUsed, ofLoops(({ running }) => running)],
    [metrics.concurrencyLimit, ofLoops(({ concurrency }) => concurrency)],
    [metrics.pollersOpen, ofLoops(({ polling }) => polling)],
    [metrics.pollersHeldBack, ofLoops(({ heldBack }) => heldBack)],
    [metrics.activityWaiting, waiting],
    [metrics.pollAge, ofLoops(pollAge)],
    [metrics.cacheExecutions, ofCache(({ executions }) => executions)],
    [metrics.cacheSize, ofCache(({ bytes }) => bytes)],
    [metrics.cacheEvictions, ofCache(({ evictions }) => evictions)],
  ]
  const removals = sources.map(([metric, source]) => metric.from(source))
  const removeAll = () => {
    for (const remove of removals) remove()
  }
  worker.stopped.then(removeAll, removeAll)
}

/** A loop that has as many tasks as it may, or whose rate is used up, doesn't poll. So its last poll says nothing. */
function pollAge(loop: LoopStats, { pollingSince }: WorkerStats) {
  const { running, concurrency, polling, heldBack } = loop
  const since = loop.polledAt ?? pollingSince
  const mayPoll = running < concurrency && (polling > 0 || heldBack === 0)
  return since === undefined || !mayPoll ? undefined : (Date.now() - since) / 1000
}
