import type { Handlers } from './handlers.ts'
import { payload } from './reading.ts'

/** Signals that the execution has received. */
export const signal = {
  WorkflowExecutionSignaled(of, at, reading) {
    const name = of.signalName ?? ''
    const step = reading.stepsOf(name).record({ kind: 'signal', id: name, name }, at)
    step.input = payload(of.input, {
      eventId: at.eventId,
      member: 'input',
      as: 'value',
      kind: 'signal',
      name,
    })
    const { workflowId, runId } = of.externalWorkflowExecution ?? {}
    if (workflowId !== undefined) step.execution = { workflowId, runId }
  },
} satisfies Partial<Handlers>
