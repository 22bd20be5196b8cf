import * as opentelemetry from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { CallOptions, OneOrMore, Swf } from '@reyield/client'
import { telemetry } from '@reyield/telemetry'
import { createWorker, type Interceptors } from '@reyield/worker'
import { serialHistory } from '../../histories.ts'
import { median, round, type Figure, type Measure } from '../../measure.ts'
import { serialAsync } from '../../programs.ts'

const tasks = 4000
const rounds = 9

type Given = OneOrMore<Interceptors> | undefined

/** What a worker is measured with. */
const variants: readonly (readonly [string, () => Given])[] = [
  ['none', () => undefined],
  [
    'interceptors that do nothing',
    () => ({ activity: (call, next) => next(call), decision: (task, next) => next(task) }),
  ],
  ['metrics', () => telemetry().interceptors],
  ['traces, sample=0', () => telemetry({ opentelemetry, sample: 0 }).interceptors],
  ['traces, sample=0.1', () => telemetry({ opentelemetry, sample: 0.1 }).interceptors],
  ['traces, sample=1', () => telemetry({ opentelemetry }).interceptors],
  ['traces, sample=1, code', () => telemetry({ opentelemetry, code: true }).interceptors],
]

/** What metrics and traces cost a worker. */
export const telemetryCost: Measure = {
  name: 'telemetry',
  about:
    `microseconds of CPU time that a worker takes for a task, with an SWF that always has one: the first decision task of an execution, and an activity ` +
    `that returns at once; the variants alternate, the median of ${rounds} rounds of ${tasks} tasks; floor: without interceptors. Traces ` +
    `include the SDK of OpenTelemetry, whose exporter drops them`,
  async run(): Promise<Figure[]> {
    const nothing = {
      export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
      shutdown: async () => undefined,
    }
    const provider = new BasicTracerProvider({
      spanProcessors: [new BatchSpanProcessor(nothing, { maxQueueSize: 100_000 })],
    })
    opentelemetry.trace.setGlobalTracerProvider(provider)
    opentelemetry.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    const figures: Figure[] = []
    for (const loop of ['decisions', 'activities'] as const) {
      const times = new Map<string, number[]>(variants.map(([name]) => [name, []]))
      const given = variants.map(([name, make]) => [name, make()] as const)
      for (let at = -2; at < rounds; at++) {
        for (const [name, interceptors] of given) {
          const time = await measured(loop, interceptors)
          if (at >= 0) times.get(name)!.push(time)
        }
      }
      const floor = median(times.get('none')!)
      for (const [name] of variants) {
        const value = median(times.get(name)!)
        const figure = { value: round(value), unit: 'µs', floor: round(floor), ratio: round(value / floor) }
        figures.push({ measure: 'telemetry', at: `${loop}: ${name}`, ...figure })
      }
    }
    await provider.shutdown()
    opentelemetry.trace.disable()
    opentelemetry.context.disable()
    return figures
  },
}

/** Microseconds of CPU time for a task. */
async function measured(loop: 'decisions' | 'activities', interceptors: Given): Promise<number> {
  const swf = fullSwf()
  const common = {
    swf: swf.port,
    domain: 'bench',
    taskList: 'bench',
    register: false,
    logger: { debug() {}, info() {}, warn() {}, error() {} },
    concurrency: 4,
    ...(interceptors === undefined ? {} : { interceptors }),
  }
  const begin = process.cpuUsage()
  const worker =
    loop === 'decisions'
      ? createWorker({ ...common, workflows: [serialAsync], cache: false })
      : createWorker({ ...common, activities: { step: async (n: number) => n } })
  await swf.done
  const { user, system } = process.cpuUsage(begin)
  await worker.stop({ now: true })
  return (user + system) / tasks
}

/** A port that has so many tasks, and responds at once. */
function fullSwf() {
  const events = serialHistory(1)
  const first = events.slice(
    0,
    events.findIndex(({ eventType }) => eventType === 'DecisionTaskCompleted'),
  )
  let begun = 0
  let ended = 0
  let finish!: () => void
  const done = new Promise<void>(resolve => (finish = resolve))
  const respond = async () => {
    if (++ended === tasks) finish()
    return {}
  }
  const poll =
    (task: (id: string) => object) =>
    (_: object, { abortSignal }: CallOptions = {}): Promise<object> =>
      begun < tasks
        ? Promise.resolve(task(`run-${++begun}`))
        : new Promise((_, reject) => {
            abortSignal?.addEventListener('abort', () => reject(abortSignal.reason as Error))
          })
  const execution = (id: string) => ({ taskToken: id, workflowExecution: { workflowId: id, runId: id } })
  const port = {
    abortablePolls: true,
    describeDomain: async () => ({ domainInfo: { name: 'bench' } }),
    pollForDecisionTask: poll(id => ({
      ...execution(id),
      workflowType: { name: serialAsync.name, version: serialAsync.version },
      startedEventId: first.length,
      previousStartedEventId: 0,
      events: first,
    })),
    pollForActivityTask: poll(id => ({
      ...execution(id),
      activityId: '1',
      activityType: { name: 'step', version: '1.0' },
      input: '{"json":1}',
    })),
    respondDecisionTaskCompleted: respond,
    respondActivityTaskCompleted: respond,
  }
  return { port: port as unknown as Swf, done }
}
