// @ts-expect-error it has no types
import untyped from 'parse-prometheus-text-format'
import { expect, it } from 'vitest'
import { definitions } from '../src/metrics/definitions.ts'
import { Metrics } from '../src/metrics/metrics.ts'
import { prometheusName } from '../src/registry/definition.ts'
import { Counter, Histogram, Observed } from '../src/registry/metrics.ts'
import { prometheusText } from '../src/registry/prometheus-text.ts'

/** A parser of others. It reads labels of counters and gauges; of a histogram, it merges all series. */
const parse = untyped as (
  text: string,
) => { readonly name: string; readonly help: string; readonly type: string; readonly metrics: unknown[] }[]

const counter = () =>
  new Counter({
    name: 'reyield.tests',
    type: 'counter',
    unit: '{test}',
    help: 'Tests',
    labels: ['name', 'of'],
  })

it('writes a counter, a gauge and a histogram', () => {
  const tests = counter()
  tests.add(['one', 'x'])
  tests.add(['one', 'x'], 2)
  tests.add(['two', 'y'])
  const size = new Observed({ name: 'reyield.size', type: 'gauge', unit: 'By', help: 'Size', labels: [] })
  size.from(() => [{ labels: [], value: 3 }])
  size.from(() => [{ labels: [], value: 4 }])
  const times = new Histogram({
    name: 'reyield.time',
    type: 'histogram',
    unit: 's',
    help: 'Time',
    labels: ['of'],
    buckets: [1, 5],
  })
  for (const value of [0.5, 1, 1.5, 9]) times.record(['a'], value)
  expect(prometheusText([tests, size, times])).toBe(`# HELP reyield_tests_total Tests
# TYPE reyield_tests_total counter
reyield_tests_total{name="one",of="x"} 3
reyield_tests_total{name="two",of="y"} 1
# HELP reyield_size_bytes Size
# TYPE reyield_size_bytes gauge
reyield_size_bytes 7
# HELP reyield_time_seconds Time
# TYPE reyield_time_seconds histogram
reyield_time_seconds_bucket{of="a",le="1"} 2
reyield_time_seconds_bucket{of="a",le="5"} 3
reyield_time_seconds_bucket{of="a",le="+Inf"} 4
reyield_time_seconds_sum{of="a"} 12
reyield_time_seconds_count{of="a"} 4
`)
})

it('escapes labels, so that a parser reads what was counted', () => {
  const tests = counter()
  tests.add(['a "quoted" \\ name', 'two\nlines'])
  expect(prometheusText([tests])).toContain(String.raw`{name="a \"quoted\" \\ name",of="two\nlines"} 1`)
  expect(parse(prometheusText([tests]))).toEqual([
    {
      name: 'reyield_tests_total',
      help: 'Tests',
      type: 'COUNTER',
      metrics: [{ labels: { name: 'a "quoted" \\ name', of: 'two\nlines' }, value: '1' }],
    },
  ])
})

it('a metric never has more than 501 series: what is beyond is counted together', () => {
  const tests = counter()
  for (let n = 0; n < 10_000; n++) tests.add([`test-${n}`, 'x'])
  const readings = tests.read()
  expect(readings).toHaveLength(501)
  expect(readings.at(-1)).toEqual({ labels: ['other', 'other'], value: 9500 })
})

it('a counter that something else counts never decreases', () => {
  const evictions = new Observed({ name: 'e', type: 'counter', unit: '{e}', help: 'E', labels: [] })
  const remove = evictions.from(() => [{ labels: [], value: 3 }])
  remove()
  remove()
  evictions.from(() => [{ labels: [], value: 2 }])
  expect(evictions.read()).toEqual([{ labels: [], value: 5 }])
})

it('all metrics have names and labels that Prometheus accepts, and a parser reads their types', () => {
  const all = Object.values(definitions)
  const names = all.map(definition => prometheusName(definition))
  expect(new Set(names).size).toBe(all.length)
  for (const { labels } of all) for (const label of labels) expect(label).toMatch(/^[a-z_]+$/)
  for (const name of names) expect(name).toMatch(/^reyield_[a-z_]+$/)
  const metrics = new Metrics().all()
  expect(metrics.map(({ definition }) => definition)).toEqual(all)
  for (const metric of metrics) {
    if (metric instanceof Counter) metric.add(metric.definition.labels.map(() => 'x'))
    else if (metric instanceof Histogram)
      metric.record(
        metric.definition.labels.map(() => 'x'),
        1,
      )
    else metric.from(() => [{ labels: metric.definition.labels.map(() => 'x'), value: 1 }])
  }
  const read = parse(prometheusText(metrics))
  expect(read.map(({ name, type }) => [name, type.toLowerCase()])).toEqual(
    all.map(definition => [prometheusName(definition), definition.type]),
  )
})
