/**
 * Metrics and traces of workers and clients, for Prometheus and OpenTelemetry.
 *
 * @module
 */
export { telemetry } from './telemetry.ts'
export type { Telemetry, TelemetryOptions } from './telemetry.ts'
export type { OpenTelemetryApi } from './opentelemetry/api.ts'
export { runTrace } from './traces/ids.ts'
export type { RunTrace } from './traces/ids.ts'
