import type { ClientCall, SignalCall, SignalWithStartCall, StartCall } from '@reyield/client'
import { spanKind, type SpanAttributes } from '../opentelemetry/api.ts'
import { ofType } from './attributes.ts'
import { linkTo } from './links.ts'
import { failed, type Tracing } from './tracing.ts'

/** Makes the span of a start or a signal, in the trace of the caller. It has a link to the trace of the run. */
export async function traceCall(
  call: ClientCall,
  next: (call: ClientCall) => Promise<unknown>,
  tracing: Tracing,
): Promise<unknown> {
  if (call.call !== 'start' && call.call !== 'signal' && call.call !== 'signalWithStart')
    return await next(call)
  const { domain, workflowId } = call
  const span = tracing.ofCaller({
    name: nameOf(call),
    kind: spanKind.producer,
    attributes: { 'reyield.domain': domain, 'reyield.workflow.id': workflowId, ...detailsOf(call) },
  })
  if (span === undefined) return await next(call)
  try {
    const result = await tracing.within(span, () => next(call))
    const runId = call.call === 'signal' ? call.runId : (result as { readonly runId?: string }).runId
    if (runId !== undefined) {
      span.setAttributes({ 'reyield.run.id': runId })
      span.addLink(linkTo(domain, runId, call.call === 'signal' ? 'signaled' : 'started'))
    }
    return result
  } catch (error) {
    failed(span, error)
    throw error
  } finally {
    span.end()
  }
}

type Traced = StartCall | SignalCall | SignalWithStartCall

const nameOf = (call: Traced) =>
  call.call === 'start'
    ? `start ${call.workflow.name}`
    : call.call === 'signal'
      ? `signal ${call.signal}`
      : `start ${call.workflow.name} with signal ${call.signal}`

const detailsOf = (call: Traced): SpanAttributes => ({
  ...('workflow' in call ? ofType(call.workflow) : {}),
  ...('signal' in call ? { 'reyield.signal.name': call.signal } : {}),
})
