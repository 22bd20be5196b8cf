import type { SpanAttributes } from '../opentelemetry/api.ts'

/** The attributes that name a run. */
export const ofRun = (domain: string, workflowId: string, runId: string): SpanAttributes => ({
  'reyield.domain': domain,
  'reyield.workflow.id': workflowId,
  'reyield.run.id': runId,
})

/** The attributes that name a type of workflow. */
export const ofType = ({
  name,
  version,
}: {
  readonly name: string
  readonly version: string
}): SpanAttributes => ({
  'reyield.workflow.type': name,
  'reyield.workflow.version': version,
})
