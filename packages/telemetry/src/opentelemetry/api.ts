// The part of OpenTelemetry's API that is used, as types of our own. So a program without `@opentelemetry/api` can import this package, also
// its types. A test assigns the real API to these types.

/** A span's identity, as links and remote parents have it. */
export interface SpanIdentity {
  readonly traceId: string
  readonly spanId: string
  readonly traceFlags: number
  readonly isRemote?: boolean
}

export type AttributeValue = string | number | boolean | string[]

export type SpanAttributes = Record<string, AttributeValue>

export interface SpanLink {
  context: SpanIdentity
  attributes?: SpanAttributes
}

export interface Span {
  spanContext(): SpanIdentity
  setAttributes(attributes: SpanAttributes): unknown
  addEvent(name: string, attributes: SpanAttributes): unknown
  addLink(link: SpanLink): unknown
  setStatus(status: { code: number; message?: string }): unknown
  end(at?: Date): void
}

export interface Tracer {
  startSpan(
    name: string,
    options: { kind: number; attributes: SpanAttributes; links?: SpanLink[]; startTime?: Date },
    context?: unknown,
  ): Span
}

interface ObservableResult {
  observe(value: number, attributes: Record<string, string>): void
}

interface Observable {
  addCallback(callback: (result: ObservableResult) => void): void
}

export interface MetricOptions {
  unit: string
  description: string
  advice?: { explicitBucketBoundaries: number[] }
}

export interface Meter {
  createHistogram(
    name: string,
    options: MetricOptions,
  ): { record(value: number, attributes: Record<string, string>): void }
  createObservableCounter(name: string, options: MetricOptions): Observable
  createObservableGauge(name: string, options: MetricOptions): Observable
}

/** OpenTelemetry's API: what `import * as opentelemetry from '@opentelemetry/api'` returns. */
export interface OpenTelemetryApi {
  readonly trace: {
    getTracer(name: string, version?: string): Tracer
    setSpan(context: unknown, span: Span): unknown
    setSpanContext(context: unknown, identity: SpanIdentity): unknown
  }
  readonly metrics: { getMeter(name: string, version?: string): Meter }
  readonly context: { active(): unknown; with<T>(context: unknown, run: () => T): T }
  readonly ROOT_CONTEXT: unknown
}

/** The values of OpenTelemetry's SpanKind that are used. */
export const spanKind = { internal: 0, producer: 3, consumer: 4 } as const

/** OpenTelemetry's SpanStatusCode.ERROR. */
export const statusError = 2

/** The instrumentation scope of spans and metrics. The version is that of this package. */
export const scope = { name: '@reyield/telemetry', version: '0.1.0' } as const
