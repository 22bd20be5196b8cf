import type { ExecutionView, TransitionFailure } from '@reyield/local'
import { dated } from '../../simulator/execution.ts'
import { domain } from '../../simulator/swf.ts'
import { lateCauses } from '../causes.ts'
import { openOthers, type OpenOther } from '../open.ts'
import { pickOpen, type OperationPick } from '../pick.ts'
import type { Recorder } from '../recorder.ts'

/** The child, outgoing signal or cancel request, or Lambda function that a step applies to. */
export interface MeantOther {
  /** Its type: a workflow, or a signal or function by its name (without a version). Default: any of the kind. */
  readonly type?: { readonly name: string; readonly version?: string } | undefined
  readonly pick: OperationPick
  /** Decodes an input. */
  readonly read: (input: string | undefined) => unknown
}

/** The operation that a step applies to: the oldest that fits, or the one that the pick chooses. */
export function openOther(
  recorder: Recorder,
  kind: OpenOther['kind'],
  { type, pick, read }: MeantOther,
  step: string,
  unfit?: (other: OpenOther) => string | undefined,
): OpenOther {
  const all = openOthers(recorder.swf, recorder.execution).filter(
    other => other.kind === kind && (type === undefined || isOfType(other, type)),
  )
  return pickOpen(
    recorder,
    step,
    {
      noun: nouns[kind],
      type: type === undefined ? '' : ` ${[type.name, type.version].filter(Boolean).join(' ')}`,
      all,
      input: ({ input }) => read(input),
      ...(unfit === undefined ? {} : { unfit }),
    },
    pick,
  )
}

const nouns = {
  child: 'child',
  signal: 'outgoing signal',
  cancel: 'outgoing cancel request',
  lambda: 'Lambda function',
} as const

/** A Lambda function can be named by its id too. */
const isOfType = (other: OpenOther, { name, version = '' }: { name: string; version?: string }) =>
  (other.type?.name === name && other.type.version === version) ||
  (other.kind === 'lambda' && other.id === name)

/** Why a child can no longer start or be refused. */
export const hasStarted = ({ startedEventId }: OpenOther) =>
  startedEventId === 0 ? undefined : 'it has already started'

/** @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a cause that SWF never records there */
export function checkLateCause(
  recorder: Recorder,
  kind: OpenOther['kind'],
  eventType: string,
  cause: string,
): void {
  const known: readonly string[] = lateCauses[kind]
  if (known.includes(cause)) return
  const early =
    kind === 'child' || kind === 'lambda'
      ? '; SWF reports other causes in the batch: use `refuse` for them'
      : ''
  throw recorder.never(`${eventType} with cause ${cause}`, `its causes are ${known.join(', ')}${early}`)
}

/** SWF couldn't do what the execution requested, and records it in a transaction of its own. */
export function failLate(
  recorder: Recorder,
  { kind, id, openedEventId }: OpenOther,
  eventType: string,
  failure: TransitionFailure,
): void {
  checkLateCause(recorder, kind, eventType, failure.cause)
  recorder.transaction(`${eventType} of '${id}'`)
  recorder.carryOut(transitions[kind], openedEventId, failure)
}

/** What SWF has to do for each kind. */
const transitions = {
  child: 'start-child',
  signal: 'signal-external',
  cancel: 'cancel-external',
  lambda: 'start-lambda',
} as const

/** ChildWorkflowExecutionStarted: the service has started the child, in a transaction of its own. */
export function startChild(recorder: Recorder, child: OpenOther): void {
  recorder.transaction(`ChildWorkflowExecutionStarted of '${child.id}'`)
  start(recorder, child)
}

function start(recorder: Recorder, { id, workflowId, openedEventId }: OpenOther): void {
  const { swf } = recorder
  const open = openExecution(recorder, workflowId!)
  if (open?.workflowType.name === outsider.name) {
    swf.request('TerminateWorkflowExecution', { domain, workflowId }) // it was only there to receive something
  } else if (open !== undefined) {
    const why = 'an execution with its workflow id is open: use notStarted()'
    throw recorder.never(`ChildWorkflowExecutionStarted of '${id}'`, why)
  }
  swf.nextRunId = runIdOf(recorder, workflowId!)
  recorder.carryOut('start-child', openedEventId)
  recorder.carryOut('child-started', openedEventId)
}

/** A child closes. If it hasn't started, it is started first. For a timeout, time moves to its end. */
export function closeChild(
  recorder: Recorder,
  child: OpenOther,
  how: 'Completed' | 'Failed' | 'Canceled' | 'TimedOut' | 'Terminated',
  attributes: object,
): void {
  if (child.startedEventId === 0) {
    recorder.impliedTransaction()
    start(recorder, child)
  }
  const { children, events } = recorder.execution
  const { run, startedEventId } = children.get(child.openedEventId)!
  const step = `ChildWorkflowExecution${how} of '${child.id}'`
  const startedAt = dated(events[startedEventId - 1]!).eventTimestamp!.getTime()
  recorder.transaction(step, how === 'TimedOut' ? dueAt(startedAt, child.limit) : undefined)
  recorder.attempt(step, () => close(recorder, run!, how, attributes))
  recorder.carryOut('child-closed', child.openedEventId)
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
export function deliver(recorder: Recorder, external: OpenOther): void {
  const [what, transition, report] = deliveries[external.kind as 'signal' | 'cancel']
  const { id, workflowId, runId, openedEventId } = external
  const step = `${what} of '${id}'`
  const unstarted = openOthers(recorder.swf, recorder.execution).find(
    one => one.kind === 'child' && one.workflowId === workflowId && one.startedEventId === 0,
  )
  if (unstarted !== undefined) {
    recorder.impliedTransaction()
    start(recorder, unstarted)
  }
  recorder.transaction(step)
  const open = openExecution(recorder, workflowId!)
  if (open === undefined) startOutsider(recorder, workflowId!, runId)
  else if (runId !== undefined && open.runId !== runId) {
    throw recorder.never(step, `another run of '${workflowId}' is open`)
  }
  recorder.carryOut(transition, openedEventId)
  recorder.carryOut(report, openedEventId)
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

/** When an operation times out that began then. `undefined` if its decision has no timeout. */
const dueAt = (begun: number, limit: string | undefined) =>
  limit === undefined ? undefined : begun + Number(limit === 'NONE' ? 31_536_000 : limit) * 1000

/** How a Lambda function ends. */
export type LambdaEnd =
  | { readonly result: string | undefined }
  | { readonly reason: string; readonly details: string | undefined }
  | 'timed out'

/** The outcome of a Lambda function, which SWF calls first. */
export function endLambda(recorder: Recorder, lambda: OpenOther, eventType: string, end: LambdaEnd): void {
  const { id, openedEventId: scheduledEventId, limit = '900' } = lambda // SWF's default
  if (lambda.startedEventId === 0) {
    recorder.impliedTransaction()
    recorder.carryOut('start-lambda', scheduledEventId)
  }
  recorder.transaction(
    `${eventType} of '${id}'`,
    end === 'timed out' ? dueAt(recorder.now, limit) : undefined,
  )
  if (end === 'timed out') return recorder.expire({ kind: 'lambda', id })
  const { swf } = recorder
  swf.invoked(
    swf.invocations.find(one => one.scheduledEventId === scheduledEventId)!,
    end,
  )
}
