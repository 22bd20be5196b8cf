import * as opentelemetry from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'

/** A tracer provider of OpenTelemetry's SDK that keeps its spans. It's the global one until `shutdown`. */
export function tracingSdk() {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  opentelemetry.trace.setGlobalTracerProvider(provider)
  opentelemetry.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  return {
    spans: (): ReadableSpan[] => exporter.getFinishedSpans(),
    reset: () => exporter.reset(),
    async shutdown() {
      await provider.shutdown()
      opentelemetry.trace.disable()
      opentelemetry.context.disable()
    },
  }
}

/** Spans as trees, by trace: `name -> links` with the spans of each below it. Names of traces and linked runs are given by `nameOf`. */
export function trees(
  spans: readonly ReadableSpan[],
  nameOf: (traceId: string) => string | undefined,
): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  const isLocal = new Set(spans.map(span => span.spanContext().spanId))
  const below = (parent: string | undefined, traceId: string, indent: string): string[] =>
    spans
      .filter(span => span.spanContext().traceId === traceId)
      .filter(({ parentSpanContext }) => {
        const id = parentSpanContext?.spanId
        return parent === undefined ? id === undefined || !isLocal.has(id) : id === parent
      })
      .flatMap(span => [
        `${indent}${lineOf(span, nameOf)}`,
        ...below(span.spanContext().spanId, traceId, `${indent}  `),
      ])
  for (const traceId of new Set(spans.map(span => span.spanContext().traceId))) {
    found[nameOf(traceId) ?? 'caller'] = below(undefined, traceId, '')
  }
  return found
}

function lineOf(
  { name, links, status }: ReadableSpan,
  nameOf: (traceId: string) => string | undefined,
): string {
  const shown = links.map(
    ({ context, attributes }) => `${String(attributes?.['reyield.relation'])} ${nameOf(context.traceId)}`,
  )
  return [
    name,
    ...(status.code === opentelemetry.SpanStatusCode.ERROR ? ['failed'] : []),
    ...(shown.length === 0 ? [] : [`(${shown.join(', ')})`]),
  ].join(' ')
}
