import type { DecisionCall, DecisionEnd } from '@reyield/worker'
import { spanKind, type Span } from '../opentelemetry/api.ts'
import { ofRun, ofType } from './attributes.ts'
import { quietly } from '../quietly.ts'
import { originsOf, relationsOf } from './links.ts'
import { askedAt } from './code.ts'
import { failed, type Tracing } from './tracing.ts'

/** Makes the span of a decision task, and at the first one of a run a span `started` without a duration. */
export async function traceDecision(
  task: DecisionCall,
  next: (task: DecisionCall) => Promise<DecisionEnd>,
  tracing: Tracing,
): Promise<DecisionEnd> {
  const { domain, workflowId, runId, workflowType, taskList } = task
  const attributes = {
    ...ofRun(domain, workflowId, runId),
    ...ofType(workflowType),
    'reyield.task_list': taskList,
    'reyield.decision.sticky': task.sticky,
    'reyield.history.events': task.startedEventId,
  }
  const name = `decide ${workflowType.name}`
  const span = tracing.ofRun(domain, runId, { name, kind: spanKind.consumer, attributes })
  if (span === undefined) return await next(task)
  try {
    const end = await tracing.within(span, () => next(tracing.code ? { ...task, sourceLines: true } : task))
    quietly(() => {
      describe(span, task, end)
      if (end.outcome === 'completed' || end.outcome === 'held') traceStart(task, end, tracing)
    })
    return end
  } catch (error) {
    failed(span, error)
    throw error
  } finally {
    span.end()
  }
}

function describe(span: Span, { domain, previousStartedEventId }: DecisionCall, end: DecisionEnd): void {
  const { outcome, cache, replayedEvents, decisions, error } = end
  span.setAttributes({
    'reyield.decision.outcome': outcome,
    'reyield.decision.cache': cache,
    'reyield.decision.replayed_events': replayedEvents,
    'reyield.decision.decisions': decisions.map(({ decisionType }) => decisionType!),
  })
  if (error !== undefined && outcome !== 'lost') failed(span, error)
  for (const operation of end.asked) span.addEvent('asked', askedAt(operation))
  const news = end.events.filter(({ eventId }) => eventId! > previousStartedEventId)
  for (const link of relationsOf(news, domain)) span.addLink(link)
}

/** The start of a run, which is visible at once. Other spans of a run are exported when they end. */
function traceStart(task: DecisionCall, { events }: DecisionEnd, tracing: Tracing): void {
  const [first] = events
  if (task.previousStartedEventId > 0 || first?.eventType !== 'WorkflowExecutionStarted') return
  const { domain, workflowId, runId, workflowType } = task
  const at = first.eventTimestamp!
  const span = tracing.ofRun(domain, runId, {
    name: `started ${workflowType.name}`,
    kind: spanKind.internal,
    attributes: { ...ofRun(domain, workflowId, runId), ...ofType(workflowType) },
    links: originsOf(first, domain),
    startTime: at,
  })
  span?.end(at)
}
