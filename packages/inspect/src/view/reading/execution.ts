import type { PayloadOf } from '../payload-of.ts'
import { milliseconds, type Handlers } from './handlers.ts'
import { payload } from './reading.ts'

/** A payload of the execution itself. */
const own = (
  text: string | undefined,
  eventId: number,
  member: PayloadOf['member'],
  as: PayloadOf['as'] = 'value',
  name?: string,
) => payload(text, { eventId, member, as, kind: 'execution', name })

const nothing = (): void => undefined

export const execution = {
  WorkflowExecutionStarted(of, at, reading) {
    const { name = '', version = '' } = of.workflowType ?? {}
    const { workflowId, runId } = of.parentWorkflowExecution ?? {}
    reading.start = {
      event: at,
      type: { name, version },
      taskList: of.taskList?.name ?? '',
      tags: of.tagList ?? [],
      executionStartToClose: milliseconds(of.executionStartToCloseTimeout),
      taskStartToClose: milliseconds(of.taskStartToCloseTimeout),
      childPolicy: of.childPolicy,
      input: own(of.input, at.eventId, 'input', 'runInput', name),
      parent: workflowId === undefined ? undefined : { workflowId, runId: runId ?? '' },
      previousRunId: of.continuedExecutionRunId || undefined,
    }
  },
  WorkflowExecutionCompleted(of, at, reading) {
    reading.close = { event: at, state: 'completed', result: own(of.result, at.eventId, 'result') }
  },
  WorkflowExecutionFailed({ reason, details }, at, reading) {
    const failure = { reason, details: own(details, at.eventId, 'details', 'failure') }
    reading.close = { event: at, state: 'failed', failure }
  },
  WorkflowExecutionCanceled({ details }, at, reading) {
    const failure = { name: 'Canceled', details: own(details, at.eventId, 'details', 'details') }
    reading.close = { event: at, state: 'canceled', failure }
  },
  WorkflowExecutionTimedOut({ timeoutType }, at, reading) {
    reading.close = { event: at, state: 'timedOut', failure: { name: timeoutType ?? 'START_TO_CLOSE' } }
  },
  WorkflowExecutionTerminated({ reason, details, cause }, at, reading) {
    const failure = {
      name: 'Terminated',
      message: reason,
      code: cause,
      details: own(details, at.eventId, 'details', 'plain'),
    }
    reading.close = { event: at, state: 'terminated', failure }
  },
  WorkflowExecutionContinuedAsNew({ newExecutionRunId }, at, reading) {
    reading.close = { event: at, state: 'continuedAsNew', nextRunId: newExecutionRunId }
  },
  WorkflowExecutionCancelRequested: (_, at, reading) => void reading.cancelRequests.push(at),
  // refused decisions are noted for all events alike
  CompleteWorkflowExecutionFailed: nothing,
  FailWorkflowExecutionFailed: nothing,
  CancelWorkflowExecutionFailed: nothing,
  ContinueAsNewWorkflowExecutionFailed: nothing,
} satisfies Partial<Handlers>
