import type { MetricDefinition } from '../registry/definition.ts'

/** Seconds, from a few milliseconds to ten minutes. */
const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600]

/** SWF allows 25,000 events. */
const events = [10, 30, 100, 300, 1000, 3000, 10_000, 12_500, 20_000, 25_000]

/** SWF allows 32,768 characters. */
const characters = [100, 1000, 2048, 4096, 8192, 16_384, 24_576, 30_000, 32_768]

/** All metrics, in the order in which they are written. Their table in docs/guide/observability.md is compared with it. */
export const definitions = {
  decisionWait: {
    name: 'reyield.decision.schedule_to_start',
    type: 'histogram',
    unit: 's',
    help: 'How long decision tasks waited for a decider',
    labels: ['domain', 'task_list', 'sticky'],
    buckets: seconds,
  },
  decisionDuration: {
    name: 'reyield.decision.duration',
    type: 'histogram',
    unit: 's',
    help: 'From the receipt of a decision task to the end of the response',
    labels: ['domain', 'workflow_type'],
    buckets: seconds,
  },
  decisionTasks: {
    name: 'reyield.decision.tasks',
    type: 'counter',
    unit: '{task}',
    help: 'Decision tasks by outcome: completed, held, released, lost, unanswered',
    labels: ['domain', 'workflow_type', 'outcome'],
  },
  undecidable: {
    name: 'reyield.decision.undecidable',
    type: 'counter',
    unit: '{task}',
    help: 'Decision tasks that could not be decided, by error code',
    labels: ['domain', 'workflow_type', 'code'],
  },
  replayedEvents: {
    name: 'reyield.decision.replayed_events',
    type: 'histogram',
    unit: '{event}',
    help: 'Events that were replayed for a decision task',
    labels: ['domain', 'workflow_type'],
    buckets: events,
  },
  historyEvents: {
    name: 'reyield.history.events',
    type: 'histogram',
    unit: '{event}',
    help: 'Events in the history when a decision task was decided; SWF allows 25000',
    labels: ['domain', 'workflow_type'],
    buckets: events,
  },
  started: {
    name: 'reyield.execution.started',
    type: 'counter',
    unit: '{execution}',
    help: 'Runs whose first decision task was decided',
    labels: ['domain', 'workflow_type'],
  },
  closed: {
    name: 'reyield.execution.closed',
    type: 'counter',
    unit: '{execution}',
    help: 'Runs that were closed by their workflow: completed, failed, canceled, continued_as_new',
    labels: ['domain', 'workflow_type', 'outcome'],
  },
  cacheLookups: {
    name: 'reyield.cache.lookups',
    type: 'counter',
    unit: '{task}',
    help: 'Decision tasks by result of the cache of replays: hit, absent, gap, stale; none if nothing was expected there',
    labels: ['domain', 'task_list', 'result'],
  },
  cacheExecutions: {
    name: 'reyield.cache.executions',
    type: 'gauge',
    unit: '{execution}',
    help: 'Executions in the cache of replays',
    labels: ['domain', 'task_list'],
  },
  cacheSize: {
    name: 'reyield.cache.size',
    type: 'gauge',
    unit: 'By',
    help: 'Estimated size of the cache of replays',
    labels: ['domain', 'task_list'],
  },
  cacheEvictions: {
    name: 'reyield.cache.evictions',
    type: 'counter',
    unit: '{execution}',
    help: 'Executions that left the cache because it was full',
    labels: ['domain', 'task_list'],
  },
  activityWait: {
    name: 'reyield.activity.schedule_to_start',
    type: 'histogram',
    unit: 's',
    help: 'How long activity tasks waited for a worker, as deciders read it in histories',
    labels: ['domain', 'task_list'],
    buckets: seconds,
  },
  activityTasks: {
    name: 'reyield.activity.tasks',
    type: 'counter',
    unit: '{task}',
    help: 'Activity tasks by outcome: completed, failed, canceled, lost, abandoned, unanswered',
    labels: ['domain', 'activity_type', 'outcome'],
  },
  activityDuration: {
    name: 'reyield.activity.duration',
    type: 'histogram',
    unit: 's',
    help: 'From the call of an activity to the end of the response',
    labels: ['domain', 'activity_type'],
    buckets: seconds,
  },
  activityRetries: {
    name: 'reyield.activity.retries',
    type: 'counter',
    unit: '{retry}',
    help: 'Retries of activities that their policies have begun, as deciders read it in histories',
    labels: ['domain', 'workflow_type'],
  },
  activityTimeouts: {
    name: 'reyield.activity.timeouts',
    type: 'counter',
    unit: '{task}',
    help: 'Activities that timed out, by timeout, as deciders read it in histories',
    labels: ['domain', 'workflow_type', 'timeout'],
  },
  concurrencyUsed: {
    name: 'reyield.worker.concurrency.used',
    type: 'gauge',
    unit: '{task}',
    help: 'Tasks that workers handle now',
    labels: ['domain', 'task_list', 'loop'],
  },
  concurrencyLimit: {
    name: 'reyield.worker.concurrency.limit',
    type: 'gauge',
    unit: '{task}',
    help: 'Tasks that workers may handle at a time',
    labels: ['domain', 'task_list', 'loop'],
  },
  pollersOpen: {
    name: 'reyield.worker.pollers.open',
    type: 'gauge',
    unit: '{poll}',
    help: 'Polls that are open now',
    labels: ['domain', 'task_list', 'loop'],
  },
  pollAge: {
    name: 'reyield.worker.poll.age',
    type: 'gauge',
    unit: 's',
    help: 'Time since SWF last responded to a poll, of the worker for which it is longest ago; not while the worker is full',
    labels: ['domain', 'task_list', 'loop'],
  },
  requests: {
    name: 'reyield.swf.requests',
    type: 'counter',
    unit: '{request}',
    help: 'Requests to SWF by outcome: ok, refused, throttled, failed, aborted',
    labels: ['action', 'outcome'],
  },
  retries: {
    name: 'reyield.swf.retries',
    type: 'counter',
    unit: '{try}',
    help: 'Tries of requests that failed and were repeated: throttled, failed',
    labels: ['action', 'reason'],
  },
  payloadSize: {
    name: 'reyield.payload.size',
    type: 'histogram',
    unit: '{character}',
    help: 'Characters of payloads as they were sent; SWF allows 32768, and 2048 for heartbeats',
    labels: ['payload'],
    buckets: characters,
  },
  calls: {
    name: 'reyield.client.calls',
    type: 'counter',
    unit: '{call}',
    help: 'Calls of clients and handles by outcome: ok, or the error code',
    labels: ['domain', 'call', 'outcome'],
  },
  callDuration: {
    name: 'reyield.client.duration',
    type: 'histogram',
    unit: 's',
    help: 'How long calls of clients and handles took; result waits for the end of an execution',
    labels: ['domain', 'call'],
    buckets: seconds,
  },
} as const satisfies Record<string, MetricDefinition>
