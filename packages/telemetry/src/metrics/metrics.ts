import { Counter, Histogram, Observed, type Metric } from '../registry/metrics.ts'
import { definitions } from './definitions.ts'

/** All metrics of a process. */
export class Metrics {
  readonly decisionWait = new Histogram(definitions.decisionWait)
  readonly decisionDuration = new Histogram(definitions.decisionDuration)
  readonly decisionTasks = new Counter(definitions.decisionTasks)
  readonly undecidable = new Counter(definitions.undecidable)
  readonly replayedEvents = new Histogram(definitions.replayedEvents)
  readonly historyEvents = new Histogram(definitions.historyEvents)
  readonly started = new Counter(definitions.started)
  readonly closed = new Counter(definitions.closed)
  readonly cacheLookups = new Counter(definitions.cacheLookups)
  readonly cacheExecutions = new Observed(definitions.cacheExecutions)
  readonly cacheSize = new Observed(definitions.cacheSize)
  readonly cacheEvictions = new Observed(definitions.cacheEvictions)
  readonly activityWait = new Histogram(definitions.activityWait)
  readonly activityTasks = new Counter(definitions.activityTasks)
  readonly activityDuration = new Histogram(definitions.activityDuration)
  readonly activityRetries = new Counter(definitions.activityRetries)
  readonly activityTimeouts = new Counter(definitions.activityTimeouts)
  readonly activityWaiting = new Observed(definitions.activityWaiting)
  readonly concurrencyUsed = new Observed(definitions.concurrencyUsed)
  readonly concurrencyLimit = new Observed(definitions.concurrencyLimit)
  readonly pollersOpen = new Observed(definitions.pollersOpen)
  readonly pollersHeldBack = new Observed(definitions.pollersHeldBack)
  readonly pollAge = new Observed(definitions.pollAge, Math.max)
  readonly requests = new Counter(definitions.requests)
  readonly retries = new Counter(definitions.retries)
  readonly payloadSize = new Histogram(definitions.payloadSize)
  readonly calls = new Counter(definitions.calls)
  readonly callDuration = new Histogram(definitions.callDuration)

  /** In the order of their definitions. */
  all(): Metric[] {
    return Object.values(this) as Metric[]
  }
}
