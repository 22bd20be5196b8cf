import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { HistoryEvent } from '@aws-sdk/client-swf'
import * as opentelemetry from '@opentelemetry/api'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { CallOptions, Swf } from '@reyield/client'
import { createWorker } from '@reyield/worker'
import { activities, all, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { telemetry } from '../src/index.ts'
import { figures, silent } from './fixture.ts'

const { step } = activities<{ step(n: number): Promise<number> }>({ startToClose: '1m' })
const order = workflow({ name: 'order', executionStartToClose: '1h' }, async function* () {
  yield* all(Array.from({ length: 10 }, (_, n) => step(n)))
})

/** A history with activities that never start: their waits are remembered until there are too many. */
const types: [string, object][] = [
  ['WorkflowExecutionStarted', { taskList: { name: 'main' } }],
  ['DecisionTaskScheduled', {}],
  ['DecisionTaskStarted', { scheduledEventId: 2 }],
  ['DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3 }],
  ...Array.from({ length: 10 }, (_, n): [string, object] => {
    const type = { activityType: { name: 'step', version: '1.0' }, taskList: { name: 'main' } }
    return ['ActivityTaskScheduled', { activityId: `1.${n + 1}.1`, ...type, input: `{"json":${n}}` }]
  }),
  ['DecisionTaskScheduled', {}],
  ['DecisionTaskStarted', { scheduledEventId: 15 }],
]
const events = types.map(([eventType, attributes], at) => ({
  eventId: at + 1,
  eventTimestamp: new Date(at),
  eventType,
  [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
})) as unknown as HistoryEvent[]

/** A port that always has a decision task of another run, up to a limit. */
function endlessSwf() {
  let begun = 0
  let ended = 0
  let limit = 0
  let reached = () => {}
  let parked: (() => void)[] = []
  const port = {
    abortablePolls: true,
    describeDomain: async () => ({}),
    pollForDecisionTask: async (_: object, { abortSignal }: CallOptions = {}) => {
      while (begun >= limit) {
        await new Promise<void>((resolve, reject) => {
          parked.push(resolve)
          abortSignal?.addEventListener('abort', () => reject(abortSignal.reason as Error), { once: true })
        })
      }
      const runId = `run-${++begun}`
      return {
        taskToken: runId,
        workflowExecution: { workflowId: runId, runId },
        workflowType: { name: order.name, version: order.version },
        startedEventId: 16,
        previousStartedEventId: 3,
        events,
      }
    },
    respondDecisionTaskCompleted: async () => {
      if (++ended === limit) reached()
      return {}
    },
  }
  return {
    port: port as unknown as Swf,
    until(count: number): Promise<void> {
      limit = count
      for (const go of parked.splice(0)) go()
      parked = []
      return new Promise(resolve => (reached = resolve))
    },
  }
}

/** Megabytes on the heap, without garbage. */
function heap(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed / 1e6
}

it(
  'after more executions than are remembered, others take no more memory',
  { timeout: 600_000 },
  async () => {
    const exporter = {
      export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
      shutdown: async () => undefined,
    }
    const processor = new BatchSpanProcessor(exporter, { maxQueueSize: 10_000 })
    const provider = new BasicTracerProvider({ spanProcessors: [processor] })
    opentelemetry.trace.setGlobalTracerProvider(provider)
    const watch = telemetry({ opentelemetry })
    const swf = endlessSwf()
    const place = { swf: swf.port, domain: 'test', taskList: 'main', register: false, logger: silent }
    const worker = createWorker({
      ...place,
      workflows: [order],
      cache: false,
      interceptors: watch.interceptors,
    })
    await swf.until(6000) // more than the activities that are remembered
    await processor.forceFlush()
    const before = { lines: watch.metrics().split('\n').length, megabytes: heap() }
    await swf.until(12_000)
    await processor.forceFlush()
    expect(watch.metrics().split('\n')).toHaveLength(before.lines)
    expect(heap() - before.megabytes).toBeLessThan(5)
    await worker.stop({ now: true })
    expect(figures(watch.metrics(), 'decision_tasks_total')).toEqual({
      'decision_tasks_total workflow_type=order outcome=completed': 12_000,
    })
    await provider.shutdown()
    opentelemetry.trace.disable()
  },
)
