import type { HistoryEvent, WorkflowExecution } from '@aws-sdk/client-swf'
import type { SpanLink } from '../opentelemetry/api.ts'
import { runTrace } from './ids.ts'

/** How the run of a link is related to the run of the span that has the link. */
export type Relation =
  | 'parent'
  | 'continued'
  | 'started'
  | 'child'
  | 'signaled_by'
  | 'signaled'
  | 'canceled_by'
  | 'canceled'

/** Returns a link to the trace of a run. */
export function linkTo(domain: string, runId: string, relation: Relation): SpanLink {
  return {
    context: { ...runTrace(domain, runId), traceFlags: 1, isRemote: true },
    attributes: { 'reyield.relation': relation, 'reyield.run.id': runId },
  }
}

/** The runs from which a run comes: its parent, and the run that it continues. */
export function originsOf(event: HistoryEvent, domain: string): SpanLink[] {
  const { parentWorkflowExecution, continuedExecutionRunId } = event.workflowExecutionStartedEventAttributes!
  return [
    ...linkIf(domain, parentWorkflowExecution, 'parent'),
    ...linkIf(domain, { runId: continuedExecutionRunId }, 'continued'),
  ]
}

/** The other runs that events are about: children, and who signals or cancels whom. */
export const relationsOf = (events: readonly HistoryEvent[], domain: string): SpanLink[] =>
  events.flatMap(event => {
    switch (event.eventType) {
      case 'ChildWorkflowExecutionStarted':
        return linkIf(domain, event.childWorkflowExecutionStartedEventAttributes!.workflowExecution, 'child')
      case 'WorkflowExecutionSignaled':
        return linkIf(
          domain,
          event.workflowExecutionSignaledEventAttributes!.externalWorkflowExecution,
          'signaled_by',
        )
      case 'ExternalWorkflowExecutionSignaled':
        return linkIf(
          domain,
          event.externalWorkflowExecutionSignaledEventAttributes!.workflowExecution,
          'signaled',
        )
      case 'WorkflowExecutionCancelRequested':
        return linkIf(
          domain,
          event.workflowExecutionCancelRequestedEventAttributes!.externalWorkflowExecution,
          'canceled_by',
        )
      case 'ExternalWorkflowExecutionCancelRequested':
        return linkIf(
          domain,
          event.externalWorkflowExecutionCancelRequestedEventAttributes!.workflowExecution,
          'canceled',
        )
      default:
        return []
    }
  })

const linkIf = (
  domain: string,
  execution: Partial<WorkflowExecution> | undefined,
  relation: Relation,
): SpanLink[] => (execution?.runId ? [linkTo(domain, execution.runId, relation)] : [])
