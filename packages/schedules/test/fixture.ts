import { setImmediate } from 'node:timers/promises'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createClient, type Client, type Swf } from '@reyield/client'
import { createLocalSwf, testClock, type TestClock } from '@reyield/local'
import { createWorker, type AnyWorkerOptions, type Worker } from '@reyield/worker'
import { info, signal, workflow } from '@reyield/workflow'
import { scheduledTime, withSchedules, type Schedules } from '../src/index.ts'

export const domain = 'shop'
const common = { taskList: 'main', executionStartToClose: '7 days' }

/** Returns the time for which it was started. */
export const report = workflow({ name: 'report', ...common }, function* (_kind: string) {
  return scheduledTime((yield* info()).tags)?.toISOString()
})

export const finished = signal('finished')
/** Runs until it gets a signal, or a cancel request. */
export const longReport = workflow({ name: 'longReport', ...common }, function* () {
  yield* finished
})

/** A run that a schedule has started: its id and the time that it belongs to. */
export interface Run {
  readonly workflowId: string
  readonly time: string
  /** When it was started. */
  readonly at: string
}

/** Schedules on a local SWF whose clock the test moves, with workers that are replaced. */
export interface Fixture extends AsyncDisposable {
  readonly swf: Swf
  readonly clock: TestClock
  readonly client: Client & { readonly schedules: Schedules }
  readonly warnings: string[]
  /** All lines that a worker has logged as an error. */
  readonly errors: string[]
  /** All runs that schedules have started, oldest first. */
  readonly runs: Run[]
  /** The events of the executions of a workflow id, run by run. */
  events(workflowId: string): readonly (readonly HistoryEvent[])[]
  deploy(options?: Partial<AnyWorkerOptions>): Promise<void>
  /** Stops the deciders. */
  withdraw(): Promise<void>
  /** Waits until nothing can be decided. */
  idle(): Promise<void>
  /** Moves the clock from event to event. The deciders decide after each. */
  pass(by: number): Promise<void>
}

export const second = 1000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

export async function fixture({ now = '2026-01-01T00:00:00Z', db = ':memory:' } = {}): Promise<Fixture> {
  const clock = testClock({ now: Date.parse(now) })
  const histories = new Map<string, Map<string, HistoryEvent[]>>()
  const runs: Run[] = []
  /** The task lists of the open decision tasks, by run. */
  const tasks = new Map<string, string[]>()
  /** Task lists of workers that have ended. */
  const abandoned = new Set<string>()
  let changes = 0
  const local = await createLocalSwf({
    clock,
    db,
    pollSeconds: 3600,
    onEvents({ workflowId, runId, events }) {
      changes++
      const byRun = histories.get(workflowId) ?? new Map<string, HistoryEvent[]>()
      histories.set(workflowId, byRun)
      byRun.set(runId, [...(byRun.get(runId) ?? []), ...events])
      for (const event of events) {
        const type = event.eventType!
        const open = tasks.get(runId) ?? []
        if (type === 'DecisionTaskScheduled') {
          tasks.set(runId, [...open, event.decisionTaskScheduledEventAttributes!.taskList!.name!])
        } else if (/^DecisionTask(Completed|TimedOut)$/.test(type)) tasks.set(runId, open.slice(1))
        else if (
          /^WorkflowExecution(Completed|Failed|Canceled|Terminated|TimedOut|ContinuedAsNew)$/.test(type)
        ) {
          tasks.delete(runId)
        }
        const { tagList = [] } = event.workflowExecutionStartedEventAttributes ?? {}
        const time = scheduledTime(tagList)
        if (time === undefined) continue
        runs.push({ workflowId, time: time.toISOString(), at: event.eventTimestamp!.toISOString() })
      }
    },
  })
  const { swf } = local
  const { domainInfos } = await swf.listDomains({ registrationStatus: 'REGISTERED' })
  if (domainInfos!.length === 0) {
    await swf.registerDomain({ name: domain, workflowExecutionRetentionPeriodInDays: '30' })
  }
  const warnings: string[] = []
  const errors: string[] = []
  const client = withSchedules(createClient({ swf, domain }), { onWarning: text => warnings.push(text) })
  const error = (message: string) => void errors.push(message)
  const logger = { debug() {}, info() {}, warn() {}, error }
  let worker: Worker | undefined
  const isPolled = (list: string) => list === worker?.taskList || (list.includes('~') && !abandoned.has(list))

  const here: Fixture = {
    swf,
    clock,
    client,
    warnings,
    errors,
    runs,
    events: workflowId => [...(histories.get(workflowId)?.values() ?? [])],
    async deploy(options = {}) {
      await here.withdraw()
      const workflows = [report, longReport]
      worker = createWorker({
        swf,
        domain,
        taskList: 'main',
        workflows,
        schedules: true,
        logger,
        watchdog: false,
        concurrency: 2,
        ...options,
      })
      await worker.ready
    },
    async withdraw() {
      await worker?.stop({ now: true })
      worker = undefined
      for (const run of histories.values()) {
        for (const event of [...run.values()].flat()) {
          const { name = 'main' } = event.decisionTaskScheduledEventAttributes?.taskList ?? {}
          if (name !== 'main') abandoned.add(name)
        }
      }
    },
    async idle() {
      for (let quiet = 0, seen = changes; quiet < 3; seen = changes) {
        await setImmediate()
        const isBusy = worker !== undefined && [...tasks.values()].flat().some(list => isPolled(list))
        quiet = isBusy || seen !== changes ? 0 : quiet + 1
      }
    },
    async pass(by) {
      const end = clock.now() + by
      for (;;) {
        await here.idle()
        const next = local.nextDeadline()?.at.getTime() ?? Infinity
        if (next > end) break
        await clock.advance(Math.max(0, next - clock.now()))
      }
      await clock.advance(end - clock.now())
      await here.idle()
    },
    async [Symbol.asyncDispose]() {
      await here.withdraw()
      await local.close()
    },
  }
  return here
}
