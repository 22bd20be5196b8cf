import { readFileSync } from 'node:fs'
import * as opentelemetry from '@opentelemetry/api'
import { completeLater, type ActivityContext, type CompleteLater } from '@reyield/worker'
import { activities, all, child, continueAsNew, signal, signalExternal, workflow } from '@reyield/workflow'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { runTrace, telemetry, type OpenTelemetryApi } from '../src/index.ts'
import { scope } from '../src/opentelemetry/api.ts'
import { isSampled } from '../src/traces/ids.ts'
import pack from '../package.json' with { type: 'json' }
import { figures, fixture, until } from './fixture.ts'
import { tracingSdk, trees } from './traces-fixture.ts'

const api: OpenTelemetryApi = opentelemetry

let sdk: ReturnType<typeof tracingSdk>
beforeEach(() => {
  sdk = tracingSdk()
})
afterEach(() => sdk.shutdown())

const impl = {
  pack: async (item: string) => {
    opentelemetry.trace.getTracer('user').startSpan('query').end()
    return item
  },
  fail: async () => {
    throw new RangeError('secret')
  },
}
const { pack: packItem, fail } = activities<typeof impl>({ startToClose: '1m' })
const packed = signal<string>('packed')
const options = { taskList: 'main', executionStartToClose: '1h' } as const
const parcel = workflow(
  { name: 'parcel', ...options },
  async function* ({ order, item }: { order: string; item: string }) {
    const done = yield* packItem(item)
    yield* signalExternal({ workflowId: order }, packed, done)
  },
)
const order = workflow({ name: 'order', ...options }, async function* (items: string[]) {
  const [item, ...rest] = items
  yield* child(parcel, { order: 'order-7', item: item! }, { workflowId: `parcel-${item}` })
  yield* packed
  if (rest.length > 0) yield* continueAsNew(rest)
})
const located = workflow({ name: 'located', ...options }, async function* located() {
  yield* packItem('first')
  yield* all([packItem('second')])
})
const failing = workflow({ name: 'failing', ...options }, async function* () {
  yield* fail()
})

it('a parent, its children, its next run and signals between them are one picture', async () => {
  await using here = await fixture({ opentelemetry: api })
  here.worker({ workflows: [order, parcel], activities: impl, concurrency: 1 })
  const tracer = opentelemetry.trace.getTracer('user')
  const { handle, traceId } = await tracer.startActiveSpan('POST /orders', async span => {
    const handle = await here.started(order, ['tea', 'cup'], { workflowId: 'order-7' })
    span.end()
    return { handle, traceId: span.spanContext().traceId }
  })
  const firstRun = handle.runId
  await handle.result()
  await until(() => sdk.spans().filter(({ name }) => name === 'run pack').length === 2, 'both activities')
  const names = new Map([
    [traceId, 'caller'],
    [runTrace('test', firstRun).traceId, 'order run 1'],
    [runTrace('test', handle.runId).traceId, 'order run 2'],
  ])
  for (const item of ['tea', 'cup']) {
    const { runId } = (await here.client.handle(parcel, { workflowId: `parcel-${item}` }).describe())
      .executionInfo!.execution!
    names.set(runTrace('test', runId!).traceId, `parcel ${item}`)
  }
  await until(
    () => sdk.spans().filter(({ name }) => name === 'decide parcel').length === 6,
    'the last decision tasks',
  )
  const all = trees(sdk.spans(), id => names.get(id))
  // which events come in one decision task depends on time, so links of all decision tasks of a run are compared together
  for (const [run, lines] of Object.entries(all)) {
    const links = lines.flatMap(line => /^decide \w+ \((.*)\)$/.exec(line)?.[1]?.split(', ') ?? [])
    all[run] = [...lines.filter(line => !line.startsWith('decide')), ...links]
  }
  expect(all).toEqual({
    caller: ['POST /orders', '  start order (started order run 1)'],
    'order run 1': ['started order', 'child parcel tea', 'signaled_by parcel tea'],
    'order run 2': ['started order (continued order run 1)', 'child parcel cup', 'signaled_by parcel cup'],
    'parcel tea': ['started parcel (parent order run 1)', 'run pack', '  query', 'signaled order run 1'],
    'parcel cup': ['started parcel (parent order run 2)', 'run pack', '  query', 'signaled order run 2'],
  })
})

it('an activity that is left open is no failure, and the calls that end it are counted', async () => {
  await using here = await fixture({ opentelemetry: api })
  const tokens: string[] = []
  const asking = {
    async ask(_: string, { taskToken }: ActivityContext): Promise<string | CompleteLater> {
      tokens.push(taskToken)
      return completeLater()
    },
  }
  const { ask } = activities<typeof asking>({ startToClose: '1h' })
  const waiting = workflow({ name: 'waiting', ...options }, async function* () {
    return yield* ask('Ada')
  })
  here.worker({ workflows: [waiting], activities: asking })
  const handle = await here.started(waiting)
  await until(() => sdk.spans().some(({ name }) => name === 'run ask'), 'the span of the activity')
  const { attributes, status } = sdk.spans().find(({ name }) => name === 'run ask')!
  expect([attributes['reyield.activity.outcome'], status]).toEqual(['later', { code: 0 }])
  const task = here.client.activity(tokens[0]!, { activity: ask })
  await task.heartbeat()
  await task.complete('yes')
  expect(await handle.result()).toBe('yes')
  await task.fail('no').catch(() => undefined)
  expect(figures(here.watch.metrics(), 'activity_tasks_total', 'client_calls_total')).toEqual({
    'activity_tasks_total activity_type=ask outcome=later': 1,
    'client_calls_total call=start outcome=ok': 1,
    'client_calls_total call=heartbeatActivity outcome=ok': 1,
    'client_calls_total call=completeActivity outcome=ok': 1,
    'client_calls_total call=failActivity outcome=ACTIVITY_TASK_UNKNOWN': 1,
    'client_calls_total call=result outcome=ok': 1,
  })
})

it('spans have the ids by which one searches, and no payloads', async () => {
  await using here = await fixture({ opentelemetry: api })
  here.worker({ workflows: [failing], activities: impl, cache: false })
  const handle = await here.started(failing, undefined, { workflowId: 'f-1' })
  await handle.result().catch(() => undefined)
  await until(() => sdk.spans().length === 5, 'all spans')
  const { runId } = handle
  const run = { 'reyield.domain': 'test', 'reyield.workflow.id': 'f-1', 'reyield.run.id': runId }
  const type = { 'reyield.workflow.type': 'failing', 'reyield.workflow.version': '1.0' }
  const decision = { ...run, ...type, 'reyield.task_list': 'main', 'reyield.decision.sticky': false }
  expect(
    JSON.stringify(sdk.spans().map(({ attributes, status, events }) => [attributes, status, events])),
  ).not.toContain('secret')
  const spans = new Map(
    sdk
      .spans()
      .map(span => [
        span.name === 'decide failing'
          ? `decide ${String(span.attributes['reyield.history.events'])}`
          : span.name,
        span,
      ]),
  )
  expect(Object.fromEntries([...spans].map(([name, { attributes }]) => [name, attributes]))).toEqual({
    'start failing': { ...run, ...type },
    'started failing': { ...run, ...type },
    'decide 3': {
      ...decision,
      'reyield.history.events': 3,
      'reyield.decision.outcome': 'completed',
      'reyield.decision.cache': 'none',
      'reyield.decision.replayed_events': 3,
      'reyield.decision.decisions': ['ScheduleActivityTask'],
    },
    'run fail': {
      ...run,
      'reyield.task_list': 'main',
      'reyield.activity.id': '1',
      'reyield.activity.type': 'fail',
      'reyield.activity.version': '1.0',
      'reyield.activity.outcome': 'failed',
      'error.type': 'RangeError',
    },
    'decide 9': {
      ...decision,
      'reyield.history.events': 9,
      'reyield.decision.outcome': 'completed',
      'reyield.decision.cache': 'none',
      'reyield.decision.replayed_events': 9,
      'reyield.decision.decisions': ['FailWorkflowExecution'],
    },
  })
  const started = spans.get('started failing')!
  expect(started.startTime).toEqual(started.endTime)
  const parents = ['started failing', 'decide 3', 'run fail'].map(name => spans.get(name)!.parentSpanContext)
  const { traceId, spanId } = runTrace('test', runId)
  expect(parents).toEqual(parents.map(() => ({ traceId, spanId, traceFlags: 1, isRemote: true })))
})

it('with code, decision tasks say where in the code the workflow asks for what is new', async () => {
  for (const cache of [false, {}] as const) {
    sdk.reset()
    await using here = await fixture({ opentelemetry: api, code: true })
    here.worker({ workflows: [located], activities: impl, cache })
    await (await here.started(located)).result()
    const spans = () => sdk.spans().filter(({ name }) => name === 'decide located')
    await until(() => spans().length === 3, 'three decision tasks')
    const file = import.meta.filename
    const lineOf = (text: string) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex(line => line.includes(text)) + 1
    const asked = (id: string, kind: string, text: string, name?: string) => ({
      'reyield.operation.id': id,
      'reyield.operation.kind': kind,
      ...(name === undefined ? {} : { 'reyield.operation.name': name }),
      'code.function.name': 'located',
      'code.file.path': file,
      'code.line.number': lineOf(text),
      'code.column.number': expect.any(Number) as number,
    })
    expect(
      spans()
        .toSorted((a, b) => a.startTime[0] - b.startTime[0] || a.startTime[1] - b.startTime[1])
        .map(({ events }) => events.map(({ name, attributes }) => [name, attributes])),
    ).toEqual([
      [['asked', asked('1', 'activity', "packItem('first')", 'pack')]],
      [
        ['asked', asked('2', 'all', 'yield* all([')],
        ['asked', asked('2.1.1', 'activity', "packItem('second')", 'pack')],
      ],
      [],
    ])
  }
})

it('a call that fails, and a signal', async () => {
  await using here = await fixture({ opentelemetry: api })
  const { ready } = here.worker({ workflows: [order] })
  await ready
  const handle = await here.client.start(order, [], { workflowId: 'o' })
  await here.client.start(order, [], { workflowId: 'o' }).catch(() => undefined)
  await handle.signal(packed, 'x')
  const names = new Map([[runTrace('test', handle.runId).traceId, 'the run']])
  const calls = sdk.spans().filter(({ name }) => /^(start|signal) /.test(name))
  expect(calls.flatMap(span => Object.values(trees([span], id => names.get(id))).flat())).toEqual([
    'start order (started the run)',
    'start order failed',
    'signal packed (signaled the run)',
  ])
  expect(calls[1]!.attributes['error.type']).toBe('EXECUTION_ALREADY_STARTED')
})

describe('trace ids', () => {
  it('are literals that never change', () => {
    expect(runTrace('shop', '22TpR6MvN')).toEqual({
      traceId: 'e92e5cc9edf3cf63e5e18d390b589804',
      spanId: '0037538c2d7b3bf7',
    })
  })

  it('agree wherever they are computed, for any domain and run id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (domain, runId, other) => {
        const { traceId, spanId } = runTrace(domain, runId)
        expect(traceId).toMatch(/^[0-9a-f]{32}$/)
        expect(spanId).toMatch(/^[0-9a-f]{16}$/)
        expect(opentelemetry.isSpanContextValid({ traceId, spanId, traceFlags: 1 })).toBe(true)
        expect(runTrace(domain, runId)).toEqual({ traceId, spanId })
        if (other !== runId) expect(runTrace(domain, other).traceId).not.toBe(traceId)
      }),
    )
  })

  it('decide which runs are recorded: all of a part are among those of a larger part', () => {
    const traces = Array.from({ length: 2000 }, (_, n) => runTrace('shop', `run-${n}`))
    const recorded = (part: number) => traces.filter(trace => isSampled(trace, part))
    expect([recorded(0).length, recorded(1).length]).toEqual([0, 2000])
    expect(recorded(0.1).length).toBeGreaterThan(150)
    expect(recorded(0.1).length).toBeLessThan(250)
    const half = new Set(recorded(0.5))
    expect(recorded(0.1).every(trace => half.has(trace))).toBe(true)
  })
})

it('clients, deciders and activity workers record the same runs', async () => {
  await using here = await fixture({ opentelemetry: api, sample: 0.5 })
  here.worker({ workflows: [failing], activities: impl })
  const handles = await Promise.all(Array.from({ length: 12 }, () => here.started(failing)))
  await Promise.allSettled(handles.map(handle => handle.result()))
  const recorded = handles.filter(({ runId }) => isSampled(runTrace('test', runId), 0.5))
  await until(
    () => sdk.spans().filter(({ name }) => name === 'decide failing').length === 2 * recorded.length,
    'spans',
  )
  const traces = (name: string) =>
    sdk
      .spans()
      .filter(span => span.name === name)
      .map(span => span.spanContext().traceId)
      .toSorted()
  const expected = recorded.map(({ runId }) => runTrace('test', runId).traceId).toSorted()
  expect([traces('started failing'), traces('run fail')]).toEqual([expected, expected])
  expect(traces('start failing')).toHaveLength(12) // in traces of the caller, whose SDK samples them
})

it('a tracer that throws changes nothing', async () => {
  const broken = {
    ...api,
    trace: {
      ...api.trace,
      getTracer: () => ({
        startSpan() {
          throw new Error('broken')
        },
      }),
    },
  } as unknown as OpenTelemetryApi
  const reports = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  await using here = await fixture({ opentelemetry: broken })
  here.worker({ workflows: [order, parcel], activities: impl })
  await (await here.started(order, ['tea'], { workflowId: 'order-7' })).result()
  expect(reports.mock.calls).toEqual([
    ['Reyield: telemetry has failed, and some metrics or spans are missing:', new Error('broken')],
  ])
  reports.mockRestore()
})

it('has the version of the package as its scope', () => {
  expect(scope).toEqual({ name: pack.name, version: pack.version })
  expect(() => telemetry({ sample: 2 })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
})
