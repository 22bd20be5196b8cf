import type { ActivityCall } from '@reyield/worker'
import { spanKind } from '../opentelemetry/api.ts'
import { ofRun } from './attributes.ts'
import { failed, type Tracing } from './tracing.ts'

/** Makes the span of an attempt of an activity. It's active while the activity runs, so spans of the activity's code are below it. */
export async function traceActivity(
  call: ActivityCall,
  next: (call: ActivityCall) => Promise<unknown>,
  tracing: Tracing,
): Promise<unknown> {
  const { domain, taskList, context, ended } = call
  const { activityType, activityId, workflowExecution } = context
  const { workflowId, runId } = workflowExecution
  const attributes = {
    ...ofRun(domain, workflowId, runId),
    'reyield.task_list': taskList,
    'reyield.activity.id': activityId,
    'reyield.activity.type': activityType.name,
    'reyield.activity.version': activityType.version,
  }
  const name = `run ${activityType.name}`
  const span = tracing.ofRun(domain, runId, { name, kind: spanKind.consumer, attributes })
  if (span === undefined) return await next(call)
  void ended.then(({ outcome, error }) => {
    span.setAttributes({ 'reyield.activity.outcome': outcome })
    if (outcome !== 'completed' && outcome !== 'canceled' && outcome !== 'later')
      failed(span, error ?? { name: outcome })
    span.end()
  })
  return await tracing.within(span, () => next(call))
}
