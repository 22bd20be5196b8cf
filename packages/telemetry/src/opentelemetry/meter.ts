import { Histogram, type Metric } from '../registry/metrics.ts'
import { scope, type OpenTelemetryApi } from './api.ts'

/** Reports metrics to OpenTelemetry: values of histograms at once, all others when OpenTelemetry collects them. */
export function reportTo({ metrics: api }: OpenTelemetryApi, metrics: readonly Metric[]): void {
  const meter = api.getMeter(scope.name, scope.version)
  for (const metric of metrics) {
    const { name, type, unit, help, labels: names } = metric.definition
    const options = { unit, description: help }
    const attributes = (labels: readonly string[]) =>
      Object.fromEntries(names.map((label, at) => [label, labels[at] ?? '']))
    if (metric instanceof Histogram) {
      const advice = { explicitBucketBoundaries: [...metric.buckets] }
      const histogram = meter.createHistogram(name, { ...options, advice })
      metric.forward = (value, labels) => histogram.record(value, attributes(labels))
    } else {
      const observable =
        type === 'counter'
          ? meter.createObservableCounter(name, options)
          : meter.createObservableGauge(name, options)
      observable.addCallback(result => {
        for (const { labels, value } of metric.read()) result.observe(value, attributes(labels))
      })
    }
  }
}
