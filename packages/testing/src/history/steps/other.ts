import type { ExecutionState, OpenOther } from '../execution-state.ts'
import { lateCauses } from '../causes.ts'
import { pickOpen, type OperationPick } from '../pick.ts'

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
  state: ExecutionState,
  kind: OpenOther['kind'],
  { type, pick, read }: MeantOther,
  step: string,
  unfit?: (other: OpenOther) => string | undefined,
): OpenOther {
  const all = [...state.others.values()].filter(
    other => other.kind === kind && (type === undefined || isOfType(other, type)),
  )
  return pickOpen(
    state,
    step,
    {
      noun: nouns[kind],
      type: type === undefined ? '' : ` ${[type.name, type.version].filter(Boolean).join(' ')}`,
      all,
      id: ({ id }) => id,
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
  state: ExecutionState,
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
  throw state.never(`${eventType} with cause ${cause}`, `its causes are ${known.join(', ')}${early}`)
}

/** ChildWorkflowExecutionStarted: the service has started the child, in a transaction of its own. */
export function startChild(state: ExecutionState, child: OpenOther, implied = false): OpenOther {
  if (implied) state.impliedTransaction()
  else state.transaction(`ChildWorkflowExecutionStarted of '${child.id}'`)
  const startedEventId = state.trigger('ChildWorkflowExecutionStarted', {
    workflowExecution: executionOf(child),
    workflowType: child.type,
    initiatedEventId: child.openedEventId,
  })
  const started = { ...child, startedEventId, startedAt: state.now }
  state.others.set(child.openedEventId, started)
  return started
}

/** A child closes. If it hasn't started, it is started first. For a timeout, time moves to its end. */
export function closeChild(
  state: ExecutionState,
  child: OpenOther,
  eventType: string,
  attributes: object,
): void {
  const { startedEventId, startedAt, limit } =
    child.startedEventId === 0 ? startChild(state, child, true) : child
  const due = eventType === 'ChildWorkflowExecutionTimedOut' ? dueAt(startedAt!, limit) : undefined
  state.transaction(`${eventType} of '${child.id}'`, due)
  state.others.delete(child.openedEventId)
  state.trigger(eventType, {
    ...attributes,
    workflowExecution: executionOf(child),
    workflowType: child.type,
    initiatedEventId: child.openedEventId,
    startedEventId,
  })
}

/** A child can't start because its workflow id is in use. SWF records it in a transaction of its own. */
export function refuseChild(state: ExecutionState, child: OpenOther, cause: string): void {
  state.transaction(`StartChildWorkflowExecutionFailed of '${child.id}'`)
  state.others.delete(child.openedEventId)
  state.trigger('StartChildWorkflowExecutionFailed', {
    cause,
    control: child.control,
    workflowId: child.workflowId,
    workflowType: child.type,
    initiatedEventId: child.openedEventId,
    decisionTaskCompletedEventId: child.completedId,
  })
}

/** The outcome of an outgoing signal or cancel request. */
export function answerExternal(state: ExecutionState, external: OpenOther, cause: string | undefined): void {
  const names =
    external.kind === 'signal'
      ? (['ExternalWorkflowExecutionSignaled', 'SignalExternalWorkflowExecutionFailed'] as const)
      : ([
          'ExternalWorkflowExecutionCancelRequested',
          'RequestCancelExternalWorkflowExecutionFailed',
        ] as const)
  const { openedEventId: initiatedEventId, workflowId, runId } = external
  const eventType = names[cause === undefined ? 0 : 1]
  if (cause !== undefined) checkLateCause(state, external.kind, eventType, cause)
  state.transaction(`${eventType} of '${external.id}'`)
  state.others.delete(initiatedEventId)
  state.trigger(
    eventType,
    cause === undefined
      ? { workflowExecution: { workflowId, runId: runId ?? `run of ${workflowId}` }, initiatedEventId }
      : {
          workflowId,
          runId,
          cause,
          initiatedEventId,
          control: external.control,
          decisionTaskCompletedEventId: external.completedId,
        },
  )
}

/** When an operation times out that began then. `undefined` if its decision has no timeout. */
const dueAt = (begun: number, limit: string | undefined) =>
  limit === undefined ? undefined : begun + Number(limit === 'NONE' ? 31_536_000 : limit) * 1000

/** The outcome of a Lambda function. `started`: SWF called it. Otherwise SWF couldn't. */
export function answerLambda(
  state: ExecutionState,
  lambda: OpenOther,
  eventType: string,
  attributes: object,
  started: boolean,
): void {
  const scheduledEventId = lambda.openedEventId
  let startedEventId: number | undefined
  if (started) {
    state.impliedTransaction()
    startedEventId = state.write('LambdaFunctionStarted', { scheduledEventId })
  }
  const due = eventType === 'LambdaFunctionTimedOut' ? dueAt(state.now, lambda.limit) : undefined
  state.transaction(`${eventType} of '${lambda.id}'`, due)
  state.others.delete(scheduledEventId)
  state.trigger(eventType, { ...attributes, scheduledEventId, startedEventId })
}

const executionOf = ({ workflowId, runId }: OpenOther) => ({
  workflowId,
  runId: runId ?? `run of ${workflowId}`,
})
