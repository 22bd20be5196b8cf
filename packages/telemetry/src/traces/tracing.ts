import {
  scope,
  statusError,
  type OpenTelemetryApi,
  type Span,
  type SpanAttributes,
  type SpanLink,
} from '../opentelemetry/api.ts'
import { errorType } from './error-type.ts'
import { quietly } from '../quietly.ts'
import { isSampled, runTrace } from './ids.ts'

/** A span as it's begun. */
interface Begun {
  readonly name: string
  readonly kind: number
  readonly attributes: SpanAttributes
  readonly links?: SpanLink[]
  readonly startTime?: Date
}

/** Makes spans. Those of a run have a parent that isn't recorded. Every process can compute its ids. */
export class Tracing {
  readonly #api: OpenTelemetryApi
  readonly #tracer
  readonly #sample: number

  /** Whether spans of decision tasks have source lines. */
  readonly code: boolean

  constructor(api: OpenTelemetryApi, { sample, code }: { readonly sample: number; readonly code: boolean }) {
    this.#api = api
    this.#tracer = api.trace.getTracer(scope.name, scope.version)
    this.#sample = sample
    this.code = code
  }

  /** Begins a span in the trace of a run; undefined if that trace isn't recorded. */
  ofRun(domain: string, runId: string, { name, ...options }: Begun): Span | undefined {
    const ids = runTrace(domain, runId)
    if (!isSampled(ids, this.#sample)) return undefined
    return quietly(() => {
      const { trace, ROOT_CONTEXT } = this.#api
      const parent = trace.setSpanContext(ROOT_CONTEXT, { ...ids, traceFlags: 1, isRemote: true })
      return this.#tracer.startSpan(name, options, parent)
    })
  }

  /** Begins a span in the trace of the caller. */
  ofCaller({ name, ...options }: Begun): Span | undefined {
    return quietly(() => this.#tracer.startSpan(name, options, this.#api.context.active()))
  }

  /** Runs a function with a span as the active one. */
  within<T>(span: Span, run: () => T): T {
    const { trace, context } = this.#api
    return context.with(trace.setSpan(context.active(), span), run)
  }
}

/** Marks a span as failed. */
export function failed(span: Span, error: unknown): void {
  const type = errorType(error)
  span.setAttributes({ 'error.type': type })
  span.setStatus({ code: statusError, message: type })
}
