import type { ExecutionView, TransitionFailure } from '@reyield/local'
import { dated } from '../../simulator/execution.ts'
import { domain } from '../../simulator/swf.ts'
import { lateCauses } from '../causes.ts'
import { openOperations, type OpenOperation } from '../open.ts'
import type { Recorder } from '../recorder.ts'

/** Why a child can no longer start or be refused. */
export const hasStarted = ({ startedEventId }: OpenOperation) =>
  startedEventId === 0 ? undefined : 'it has already started'

/** The kinds of operations that SWF does by itself. */
type OtherKind = keyof typeof lateCauses

/** What SWF has to do for each kind. */
const transitions = {
  child: 'start-child',
  signal: 'signal-external',
  cancel: 'cancel-external',
  lambda: 'start-lambda',
} as const

/** SWF couldn't do what the execution requested, and records it in a transaction of its own. */
export function failLate(
  recorder: Recorder,
  { kind, id, eventId }: OpenOperation,
  eventType: string,
  failure: TransitionFailure,
): void {
  const known: readonly string[] = lateCauses[kind as OtherKind]
  if (!known.includes(failure.cause)) {
    const early =
      kind === 'child' || kind === 'lambda'
        ? '; SWF reports other causes in the batch: use `refuse` for them'
        : ''
    const why = `its causes are ${known.join(', ')}${early}`
    throw recorder.never(`${eventType} with cause ${failure.cause}`, why)
  }
  recorder.transaction(`${eventType} of '${id}'`)
  recorder.carryOut(transitions[kind as OtherKind], eventId, failure)
}

/** ChildWorkflowExecutionStarted: the service has started the child, in a transaction of its own. */
export function startChild(recorder: Recorder, child: OpenOperation): void {
  recorder.transaction(`ChildWorkflowExecutionStarted of '${child.id}'`)
  start(recorder, child)
}

function start(recorder: Recorder, { id, eventId, request: { workflowId } }: OpenOperation): void {
  const { swf } = recorder
  const open = openExecution(recorder, workflowId)
  if (open?.workflowType.name === outsider.name) {
    swf.request('TerminateWorkflowExecution', { domain, workflowId }) // it was only there to receive something
  } else if (open !== undefined) {
    const why = 'an execution with its workflow id is open: use notStarted()'
    throw recorder.never(`ChildWorkflowExecutionStarted of '${id}'`, why)
  }
  swf.nextRunId = runIdOf(recorder, workflowId)
  recorder.carryOut('start-child', eventId)
  recorder.carryOut('child-started', eventId)
}

/** A child closes. If it hasn't started, it is started first. For a timeout, time moves to its end. */
export function closeChild(
  recorder: Recorder,
  child: OpenOperation,
  how: 'Completed' | 'Failed' | 'Canceled' | 'TimedOut' | 'Terminated',
  attributes: object,
): void {
  if (child.startedEventId === 0) {
    recorder.impliedTransaction()
    start(recorder, child)
  }
  const { children, events } = recorder.execution
  const { run, startedEventId } = children.get(child.eventId)!
  const step = `ChildWorkflowExecution${how} of '${child.id}'`
  const startedAt = dated(events[startedEventId - 1]!).eventTimestamp!.getTime()
  recorder.transaction(
    step,
    how === 'TimedOut' ? dueAt(startedAt, child.request.executionStartToCloseTimeout) : undefined,
  )
  recorder.attempt(step, () => close(recorder, run!, how, attributes))
  recorder.carryOut('child-closed', child.eventId)
}

/** Closes another execution. */
function close(
  { swf }: Recorder,
  execution: ExecutionView,
  how: Parameters<typeof closeChild>[2],
  attributes: object,
): void {
  const { workflowId, runId } = execution
  if (how === 'TimedOut') swf.expire({ runId, kind: 'execution' })
  else if (how === 'Terminated') swf.request('TerminateWorkflowExecution', { domain, workflowId })
  else swf.close(execution, closings[how], attributes)
}

const closings = { Completed: 'Complete', Failed: 'Fail', Canceled: 'Cancel' } as const

/** An outgoing signal or cancel request arrives. */
export function deliver(recorder: Recorder, external: OpenOperation): void {
  const [what, transition, report] = deliveries[external.kind as 'signal' | 'cancel']
  const { id, eventId, request } = external
  const { workflowId, runId } = request
  const step = `${what} of '${id}'`
  const unstarted = openOperations(recorder, 'child').find(
    one => one.request.workflowId === workflowId && one.startedEventId === 0,
  )
  if (unstarted !== undefined) {
    recorder.impliedTransaction()
    start(recorder, unstarted)
  }
  recorder.transaction(step)
  const open = openExecution(recorder, workflowId)
  if (open === undefined) startOutsider(recorder, workflowId, runId)
  else if (runId !== undefined && open.runId !== runId) {
    throw recorder.never(step, `another run of '${workflowId}' is open`)
  }
  recorder.carryOut(transition, eventId)
  recorder.carryOut(report, eventId)
}

const deliveries = {
  signal: ['ExternalWorkflowExecutionSignaled', 'signal-external', 'external-signaled'],
  cancel: ['ExternalWorkflowExecutionCancelRequested', 'cancel-external', 'external-cancel-requested'],
} as const

/** The type of executions that are only there to receive something. */
const outsider = { name: 'outsider', version: '1.0' }

function startOutsider(recorder: Recorder, workflowId: string, runId: string | undefined): void {
  const { swf } = recorder
  swf.register('Workflow', outsider, {})
  swf.nextRunId = runId ?? runIdOf(recorder, workflowId)
  swf.request('StartWorkflowExecution', {
    domain,
    workflowId,
    workflowType: outsider,
    taskList: { name: outsider.name },
    executionStartToCloseTimeout: '31536000',
    taskStartToCloseTimeout: 'NONE',
    childPolicy: 'TERMINATE',
  })
}

const openExecution = ({ swf }: Recorder, workflowId: string): ExecutionView | undefined =>
  [...swf.executions.values()].find(one => one.workflowId === workflowId && one.closed === undefined)

/** A new run id of another execution: `run of <workflow id>`, with a number from the second on. */
function runIdOf({ swf }: Recorder, workflowId: string): string {
  const before = [...swf.executions.values()].filter(one => one.workflowId === workflowId).length
  return before === 0 ? `run of ${workflowId}` : `run ${before + 1} of ${workflowId}`
}

/** When an operation times out that began then. `NONE` means a year, the longest that SWF knows. */
const dueAt = (begun: number, limit: string | undefined) =>
  begun + Number(limit === undefined || limit === 'NONE' ? 31_536_000 : limit) * 1000

/** How a Lambda function ends. */
export type LambdaEnd =
  | { readonly result: string | undefined }
  | { readonly reason: string; readonly details: string | undefined }
  | 'timed out'

/** The outcome of a Lambda function, which SWF calls first. */
export function endLambda(
  recorder: Recorder,
  lambda: OpenOperation,
  eventType: string,
  end: LambdaEnd,
): void {
  const { id, eventId, request } = lambda
  if (lambda.startedEventId === 0) {
    recorder.impliedTransaction()
    recorder.carryOut('start-lambda', eventId)
  }
  const limit = request.startToCloseTimeout ?? '900' // SWF's default
  recorder.transaction(
    `${eventType} of '${id}'`,
    end === 'timed out' ? dueAt(recorder.now, limit) : undefined,
  )
  if (end === 'timed out') return recorder.expire({ kind: 'lambda', id })
  const { swf } = recorder
  swf.invoked(
    swf.invocations.find(one => one.scheduledEventId === eventId)!,
    end,
  )
}
