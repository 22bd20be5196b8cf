import { setImmediate } from 'node:timers/promises'
import * as opentelemetry from '@opentelemetry/api'
import { createClient, retrying, type Timers } from '@reyield/client'
import { createLocalSwf, testClock, type FaultOptions, type TestClock } from '@reyield/local'
import { createWorker } from '@reyield/worker'
import { activities, all, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { telemetry } from '../src/index.ts'
import { figures, silent } from './fixture.ts'
import { tracingSdk } from './traces-fixture.ts'

const impl = { double: async (n: number) => n * 2 }
const { double } = activities<typeof impl>({ startToClose: '5s', retry: { maximumAttempts: 50 } })
const sums = workflow(
  { name: 'sums', taskList: 'main', executionStartToClose: '1 day', taskStartToClose: '3s' },
  async function* (numbers: number[]) {
    const doubled = yield* all(numbers.map(n => double(n)))
    yield* sleep('1m')
    return [...doubled, yield* double(4)]
  },
)

/** Timers on the clock of the local SWF, so that waits before a retry take no real time. */
const timersOf = (clock: TestClock): Timers => ({
  now: () => clock.now(),
  sleep: (milliseconds, { signal } = {}) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error)
      const callOff = clock.wakeAt(clock.now() + milliseconds, () => resolve(), 'poll')
      signal?.addEventListener('abort', () => (callOff(), reject(signal.reason as Error)), { once: true })
    }),
})

interface Counted {
  /** Of the metrics. */
  readonly counted: Record<string, number>
  /** Of the spans. */
  readonly spans: Record<string, number>
  /** Of the histories. */
  readonly events: Record<string, number>
}

/** Runs executions to their end while faults are injected. `kill`: the first workers stop at once, in the middle of their activities. */
async function run(faults: FaultOptions, kill = false): Promise<Counted> {
  const clock = testClock()
  const local = await createLocalSwf({ clock })
  const sdk = tracingSdk()
  const watch = telemetry({ opentelemetry })
  const swf = retrying(local.swf, { timers: timersOf(clock) })
  const place = { swf, domain: 'test', taskList: 'main', logger: silent, interceptors: watch.interceptors }
  const decider = () => createWorker({ ...place, workflows: [sums], cache: { stickyTimeout: '1s' } })
  const first = kill ? { double: () => new Promise<number>(() => undefined) } : impl
  const workers = [decider(), decider(), createWorker({ ...place, activities: first })]
  await Promise.all(workers.map(worker => worker.ready))
  const client = createClient({ swf, domain: 'test' })
  const handles = await Promise.all([1, 2, 3].map(() => client.start(sums, [1, 2, 3])))
  local.setFaults({ seed: 7, ...faults })
  let open = handles.length
  for (const handle of handles) void local.swf.closed({ domain: 'test', ...handle }).then(() => open--)
  for (let round = 0; open > 0; round++) {
    await clock.advance(20)
    await setImmediate()
    if (kill && round === 20) {
      await Promise.all(workers.splice(0, 3).map(worker => worker.stop({ now: true })))
      workers.push(decider(), createWorker({ ...place, activities: impl }))
    }
  }
  local.setFaults(undefined)
  const types: string[] = []
  for (const handle of handles) types.push(...(await handle.history()).map(({ eventType }) => eventType!))
  for (let turn = 0; turn < 50; turn++) await clock.advance(100) // responses of the last tasks are tried again
  await Promise.all(workers.map(worker => worker.stop({ now: true })))
  await local.close()
  const spans = sdk.spans()
  await sdk.shutdown()
  const text = watch.metrics()
  const sum = (name: string, part = '') =>
    Object.entries(figures(text, name)).reduce(
      (all, [key, count]) => (key.includes(part) ? all + count : all),
      0,
    )
  const number = (type: string) => types.filter(one => one === type).length
  return {
    counted: {
      decisions: sum('decision_tasks_total', 'completed'),
      lostDecisions: sum('decision_tasks_total', 'lost'),
      completed: sum('activity_tasks_total', 'completed'),
      lost: sum('activity_tasks_total', 'lost'),
      waits: sum('activity_schedule_to_start_seconds'),
      started: sum('execution_started_total'),
      closed: sum('execution_closed_total'),
      timeouts: sum('activity_timeouts_total'),
      retries: sum('activity_retries_total'),
      throttled: sum('swf_retries_total', 'throttled'),
      failed: sum('swf_retries_total', 'failed'),
    },
    spans: {
      started: spans.filter(({ name }) => name === 'started sums').length,
      decisions: spans.filter(({ attributes }) => attributes['reyield.decision.outcome'] === 'completed')
        .length,
      completed: spans.filter(({ attributes }) => attributes['reyield.activity.outcome'] === 'completed')
        .length,
      traces: new Set(spans.flatMap(span => (/^start /.test(span.name) ? [] : [span.spanContext().traceId])))
        .size,
    },
    events: {
      decisions: number('DecisionTaskCompleted'),
      completed: number('ActivityTaskCompleted'),
      waits: number('ActivityTaskStarted'),
      timeouts: number('ActivityTaskTimedOut'),
    },
  }
}

it.each<[string, FaultOptions]>([
  ['throttled and failed requests', { throttles: 0.2, failures: 0.1 }],
  ['tasks that are handed out twice', { duplicateTasks: 0.3 }],
])('with %s, counts what the histories have', async (_, faults) => {
  const { counted, events, spans } = await run(faults)
  const { decisions, completed, waits, started, closed, timeouts } = counted
  expect({ decisions, completed, waits, timeouts }).toEqual(events)
  expect({ started, closed }).toEqual({ started: 3, closed: 3 })
  expect(spans).toEqual({ started: 3, decisions, completed, traces: 3 })
  const hasThrottles = faults.throttles !== undefined
  expect([counted['throttled']! > 0, counted['failed']! > 0]).toEqual([hasThrottles, hasThrottles])
})

it('with lost responses, what a worker does not know to be recorded is counted as lost', async () => {
  const { counted, events, spans } = await run({ lostResponses: 0.15 })
  const { decisions, lostDecisions, completed, lost, waits, closed, started } = counted
  expect(spans).toEqual({ started, decisions, completed, traces: 3 })
  expect(decisions).toBeLessThanOrEqual(events['decisions']!)
  expect(decisions! + lostDecisions!).toBeGreaterThanOrEqual(events['decisions']!)
  expect(completed).toBeLessThanOrEqual(events['completed']!)
  expect(completed! + lost!).toBeGreaterThanOrEqual(events['completed']!)
  expect(waits).toBeLessThanOrEqual(events['waits']!)
  expect(closed).toBeLessThanOrEqual(3)
  expect(lost! + lostDecisions!).toBeGreaterThan(0)
})

it('after workers were killed, counts the timeouts and retries of what they left', async () => {
  const { counted, events, spans } = await run({}, true)
  expect(spans).toMatchObject({ started: 3, completed: 12, traces: 3 })
  const { timeouts, retries, completed, closed } = counted
  expect(timeouts).toBeGreaterThan(0)
  expect({ timeouts, retries, completed, closed }).toEqual({
    timeouts: events['timeouts'],
    retries: events['timeouts'],
    completed: 12,
    closed: 3,
  })
})
