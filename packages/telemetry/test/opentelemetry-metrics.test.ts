import * as opentelemetry from '@opentelemetry/api'
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
  type Histogram,
  type MetricData,
} from '@opentelemetry/sdk-metrics'
import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { definitions } from '../src/metrics/definitions.ts'
import { prometheusName } from '../src/registry/definition.ts'
import { figures, fixture, until } from './fixture.ts'

const impl = { charge: async (amount: number) => amount }
const { charge } = activities<typeof impl>({ startToClose: '1m' })
const order = workflow(
  { name: 'order', taskList: 'main', executionStartToClose: '1h' },
  async function* (amount: number) {
    return yield* charge(amount)
  },
)

/** The values of a metric as Prometheus would name them; of a histogram, how many it has. */
const readings = ({ descriptor, dataPoints, dataPointType }: MetricData) =>
  dataPoints.map(({ attributes, value }) => {
    const definition = Object.values(definitions).find(({ name }) => name === descriptor.name)!
    const name = prometheusName(definition).replace('reyield_', '')
    const labels = Object.entries(attributes).filter(([label]) => label !== 'domain')
    const count = dataPointType === DataPointType.HISTOGRAM ? (value as Histogram).count : (value as number)
    return [[name, ...labels.map(([label, of]) => `${label}=${String(of)}`)].join(' '), count] as const
  })

it('OpenTelemetry gets the same metrics as Prometheus', async () => {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 })
  const provider = new MeterProvider({ readers: [reader] })
  opentelemetry.metrics.setGlobalMeterProvider(provider)
  await using here = await fixture({ opentelemetry })
  here.worker({ workflows: [order], activities: impl })
  await Promise.all([1, 2, 3].map(async amount => (await here.started(order, amount)).result()))
  const open = 'worker_pollers_open task_list=main loop=decisions'
  await until(() => figures(here.watch.metrics())[open] === 8, 'all polls, after the last task')

  await reader.forceFlush()
  const [{ scopeMetrics } = { scopeMetrics: [] }] = exporter.getMetrics()
  const [found] = scopeMetrics
  const ofTime = (name: string) => name.startsWith('worker_poll_age')
  const expected = Object.entries(figures(here.watch.metrics()))
  expect(
    found!.metrics
      .flatMap(readings)
      .filter(([name]) => !ofTime(name))
      .toSorted(),
  ).toEqual(expected.filter(([name]) => !ofTime(name)).toSorted())
  const wait = found!.metrics.find(
    ({ descriptor }) => descriptor.name === 'reyield.activity.schedule_to_start',
  )!
  expect((wait.dataPoints[0]!.value as Histogram).buckets.boundaries).toEqual(
    definitions.activityWait.buckets,
  )
  expect(wait.descriptor).toMatchObject({ unit: 's', description: definitions.activityWait.help })
  await provider.shutdown()
  opentelemetry.metrics.disable()
})
