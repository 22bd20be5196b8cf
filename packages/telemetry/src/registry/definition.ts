/** What one metric measures. */
export interface MetricDefinition {
  /** As OpenTelemetry names it: `reyield.decision.duration`. */
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  /** In UCUM, as OpenTelemetry writes units: `s`, `By`, or what is counted: `{task}`. */
  readonly unit: string
  /** What it means, in a sentence. */
  readonly help: string
  readonly labels: readonly string[]
  /** The upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[]
}

/** Names of units in Prometheus. What is counted isn't in the name. */
const units: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' }

/** The metric's name for Prometheus, by the rules of OpenTelemetry: `reyield_decision_duration_seconds`. */
export const prometheusName = ({ name, unit, type }: MetricDefinition): string =>
  `${name.replaceAll('.', '_')}${units[unit] ?? ''}${type === 'counter' ? '_total' : ''}`
