import { InvalidOptionError, type OneOrMore } from '@reyield/client'
import type { Interceptors } from '@reyield/worker'
import { describeType } from '@reyield/workflow/internal'
import { metricsInterceptors } from './metrics/interceptors.ts'
import { Metrics } from './metrics/metrics.ts'
import type { OpenTelemetryApi } from './opentelemetry/api.ts'
import { reportTo } from './opentelemetry/meter.ts'
import { prometheusText } from './registry/prometheus-text.ts'
import { tracesInterceptors } from './traces/interceptors.ts'
import { Tracing } from './traces/tracing.ts'

/**
 * The options of `telemetry`.
 *
 * @example
 * ```ts
 * import * as opentelemetry from '@opentelemetry/api'
 *
 * const options: TelemetryOptions = { opentelemetry, sample: 0.1 }
 * ```
 */
export interface TelemetryOptions {
  /**
   * OpenTelemetry's API, `import * as opentelemetry from '@opentelemetry/api'` (1.9 or later). Traces and metrics go to the providers that are
   * registered when `telemetry` is called, so start your SDK before. Default: no traces, and metrics only for Prometheus.
   */
  readonly opentelemetry?: OpenTelemetryApi
  /**
   * The part of runs whose traces are recorded, from 0 to 1. It's decided by the trace id, so clients and workers with the same `sample` record
   * the same runs. Default 1.
   */
  readonly sample?: number
  /**
   * Whether the span of a decision task has an event for each operation that the workflow asks for, with the source line in OpenTelemetry's
   * attributes `code.*`. Default false, because it costs some microseconds for each operation.
   */
  readonly code?: boolean
}

/** What `telemetry` returns. */
export interface Telemetry {
  /** For the option `interceptors` of workers and clients. */
  readonly interceptors: OneOrMore<Interceptors>
  /** Returns all metrics of this process in Prometheus's text format. For the option `metrics` of `worker.serveHealth`. */
  readonly metrics: () => string
}

/**
 * Makes the interceptors that measure workers and clients, and with OpenTelemetry also trace them. One is enough for all workers and clients
 * of a process. It never changes what they do.
 *
 * @throws InvalidOptionError (OPTION_INVALID)
 * @example
 * ```ts
 * const watch = telemetry()
 * const worker = createWorker({ ...connection, workflows, activities, interceptors: watch.interceptors })
 * await worker.serveHealth({ port: 9464, metrics: watch.metrics })
 * ```
 */
export function telemetry(options: TelemetryOptions = {}): Telemetry {
  const { opentelemetry, sample = 1, code = false } = options
  if (typeof sample !== 'number' || !(sample >= 0 && sample <= 1)) {
    const found = typeof sample === 'number' ? sample : describeType(sample)
    throw new InvalidOptionError('sample of telemetry(…)', found, 'a number from 0 to 1')
  }
  const metrics = new Metrics()
  if (opentelemetry !== undefined) reportTo(opentelemetry, metrics.all())
  const measured = metricsInterceptors(metrics)
  return {
    // metrics are within traces, so that exemplars of OpenTelemetry have the active span
    interceptors:
      opentelemetry === undefined
        ? measured
        : [tracesInterceptors(new Tracing(opentelemetry, { sample, code })), measured],
    metrics: () => prometheusText(metrics.all()),
  }
}
