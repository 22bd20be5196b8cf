import { domain } from '../../simulator/swf.ts'
import type { OpenOperation } from '../open.ts'
import { pickOpen, type Meant } from '../pick.ts'
import { iso, type Recorder } from '../recorder.ts'
import { registerWorkflow, startValues, type Settings } from '../register-types.ts'

/** How an execution is started. */
export interface Start {
  readonly execution: { readonly workflowId: string; readonly runId: string }
  readonly workflowType: { readonly name: string; readonly version: string }
  readonly settings: Settings
  readonly input: string | undefined
}

/** The role with which SWF calls Lambda functions. */
const lambdaRole = 'arn:aws:iam::123456789012:role/history'

/** StartWorkflowExecution. */
export function begin(recorder: Recorder, { execution, workflowType, settings, input }: Start): void {
  const step = 'WorkflowExecutionStarted'
  if (recorder.started) throw recorder.never(step, 'the execution has already started')
  recorder.transaction(step)
  const { workflowId, runId } = execution
  recorder.begin(step, runId, swf => {
    registerWorkflow(swf, workflowType, settings)
    const start = { domain, workflowId, workflowType, ...startValues(settings), lambdaRole }
    swf.request('StartWorkflowExecution', input === undefined ? start : { ...start, input })
  })
}

/** A signal or a cancel request arrives. */
export function arrive(
  recorder: Recorder,
  eventType: 'WorkflowExecutionSignaled' | 'WorkflowExecutionCancelRequested',
  request: object,
): void {
  recorder.transaction(eventType)
  const action =
    eventType === 'WorkflowExecutionSignaled' ? 'SignalWorkflowExecution' : 'RequestCancelWorkflowExecution'
  recorder.request(eventType, action, { ...target(recorder), ...request })
}

/** TerminateWorkflowExecution. */
export function terminate(recorder: Recorder, reason: string | undefined): void {
  const eventType = 'WorkflowExecutionTerminated'
  recorder.transaction(eventType)
  const request = reason === undefined ? target(recorder) : { ...target(recorder), reason }
  recorder.request(eventType, 'TerminateWorkflowExecution', request)
}

function target({ execution: { workflowId, runId } }: Recorder) {
  return { domain, workflowId, runId }
}

/** The execution's own timeout passes. */
export function timeOutExecution(recorder: Recorder): void {
  recorder.transaction('WorkflowExecutionTimedOut', recorder.execution.deadline?.at, true)
  recorder.expire({ kind: 'execution' })
}

/** A timer fires. Impossible before its time. With `first`, it is the one that is due first, not the oldest. */
export function fireTimer(recorder: Recorder, meant: Meant, first = false): void {
  const byTime = (a: OpenOperation, b: OpenOperation) => firesAt(a) - firesAt(b)
  const timer = pickOpen(recorder, meant, 'TimerFired', undefined, first ? byTime : undefined)
  const { id } = timer
  recorder.transaction(`TimerFired of '${id}'`, firesAt(timer))
  recorder.expire({ kind: 'timer', id })
}

const firesAt = ({ requestedAt, request: { startToFireTimeout } }: OpenOperation) =>
  requestedAt + Number(startToFireTimeout) * 1000

/** Sets the time of the next step. */
export function setTime(recorder: Recorder, time: number): void {
  const { last, start } = recorder.clock
  if (Number.isNaN(time) || time < (last ?? -Infinity)) {
    throw recorder.never(
      `A step at ${Number.isNaN(time) ? 'an invalid date' : iso(time)}`,
      `time never goes back, and it is ${iso(last ?? start)}`,
    )
  }
  recorder.endBatch()
  recorder.clock = { ...recorder.clock, nextAt: time }
}
