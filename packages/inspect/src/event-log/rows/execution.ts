import { failureText } from '../failure-text.ts'
import { line, typeText, type Row } from '../row.ts'

/** Events of the execution itself. */
export const executionRows: Readonly<Record<string, Row>> = {
  WorkflowExecutionStarted(of, known) {
    known.taskList = of.taskList?.name
    const { workflowId } = of.parentWorkflowExecution ?? {}
    const parent = workflowId === undefined ? '' : `, child of ${workflowId}`
    const before =
      of.continuedExecutionRunId === undefined ? '' : `, continues run ${of.continuedExecutionRunId}`
    return line('start', `${typeText(of.workflowType, 'execution')} started${parent}${before}`, of.input)
  },
  WorkflowExecutionSignaled({ signalName, input, externalWorkflowExecution: from }) {
    return line('event', `signal '${signalName}' received${by(from)}`, input)
  },
  WorkflowExecutionCancelRequested: ({ externalWorkflowExecution: from }) =>
    line('event', `cancel requested${by(from)}`),
  WorkflowExecutionCompleted: ({ result }) => line('close', 'execution completed', result),
  WorkflowExecutionFailed: of => line('failure', `execution failed: ${failureText(of)}`, of.details),
  WorkflowExecutionCanceled: ({ details }) => line('close', 'execution canceled', details),
  WorkflowExecutionTimedOut: ({ timeoutType }) => line('failure', `execution timed out: ${timeoutType}`),
  WorkflowExecutionTerminated: ({ reason, cause, details }) =>
    line(
      'failure',
      `execution terminated${cause === undefined || cause === 'OPERATOR_INITIATED' ? '' : `, ${cause}`}${
        reason === undefined ? '' : `: ${reason}`
      }`,
      details,
    ),
  WorkflowExecutionContinuedAsNew: ({ newExecutionRunId, input }) =>
    line('close', `execution continued as new: run ${newExecutionRunId}`, input),
  CompleteWorkflowExecutionFailed: ({ cause }) =>
    line('failure', `complete the execution: refused, ${cause}`),
  FailWorkflowExecutionFailed: ({ cause }) => line('failure', `fail the execution: refused, ${cause}`),
  CancelWorkflowExecutionFailed: ({ cause }) => line('failure', `cancel the execution: refused, ${cause}`),
  ContinueAsNewWorkflowExecutionFailed: ({ cause }) => line('failure', `continue as new: refused, ${cause}`),
}

const by = (from: { readonly workflowId: string } | undefined) =>
  from?.workflowId === undefined ? '' : ` from ${from.workflowId}`
