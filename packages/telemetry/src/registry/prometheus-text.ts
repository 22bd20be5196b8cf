import { prometheusName } from './definition.ts'
import { Histogram, type Metric } from './metrics.ts'

/** Writes metrics in Prometheus's text format, version 0.0.4. Metrics without a series have only their description. */
export const prometheusText = (metrics: Iterable<Metric>): string =>
  [...metrics].map(metric => textOf(metric)).join('')

function textOf(metric: Metric): string {
  const { definition } = metric
  const name = prometheusName(definition)
  const lines = [`# HELP ${name} ${escaped(definition.help)}`, `# TYPE ${name} ${definition.type}`]
  const line = (suffix: string, labels: readonly string[], value: number, more = '') => {
    const pairs = definition.labels.map((label, at) => `${label}="${quoted(labels[at] ?? '')}"`)
    const all = more === '' ? pairs : [...pairs, more]
    lines.push(`${name}${suffix}${all.length === 0 ? '' : `{${all.join(',')}}`} ${value}`)
  }
  if (!(metric instanceof Histogram)) {
    for (const { labels, value } of metric.read()) line('', labels, value)
  } else {
    for (const { labels, counts, sum } of metric.read()) {
      let total = 0
      for (const [at, count] of counts.entries()) {
        total += count
        line('_bucket', labels, total, `le="${metric.buckets[at] ?? '+Inf'}"`)
      }
      line('_sum', labels, sum)
      line('_count', labels, total)
    }
  }
  return `${lines.join('\n')}\n`
}

const escaped = (text: string) => text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`)

const quoted = (text: string) => escaped(text).replaceAll('"', String.raw`\"`)
