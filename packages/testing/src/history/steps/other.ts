import type { ExecutionState, OpenOther } from '../execution-state.ts'
import { lateCauses } from '../causes.ts'
import { pickOpen, type OperationPick } from '../pick.ts'

/** Which child, outgoing signal or cancel request, or Lambda function a step is about. */
export interface MeantOther {
  /** Of this type: a workflow, or (without a version) a signal or function by its name; without: any of the kind. */
  readonly type?: { readonly name: string; readonly version?: string } | undefined
  readonly pick: OperationPick
  /** Decodes an input. */
  readonly read: (input: string | undefined) => unknown
}

/** What is meant: the oldest that fits the step, or that which the pick says. */
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

/** Of a Lambda function the id will do too. */
const isOfType = (other: OpenOther, { name, version = '' }: { name: string; version?: string }) =>
  (other.type?.name === name && other.type.version === version) ||
  (other.kind === 'lambda' && other.id === name)

/** Why a child can't start, or be refused, any more. */
export const hasStarted = ({ startedEventId }: OpenOther) =>
  startedEventId === 0 ? undefined : 'it has started already'

/** @throws ImpossibleHistoryError (HISTORY_IMPOSSIBLE) for a cause that SWF doesn't give there */
export function checkLateCause(
  state: ExecutionState,
  kind: OpenOther['kind'],
  eventType: string,
  cause: string,
): void {
  const known: readonly string[] = lateCauses[kind]
  if (known.includes(cause)) return
  const early =
    kind === 'child' || kind === 'lambda' ? '; other causes stand in the batch: refuse them there' : ''
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

/** How a child closes; it's started first, if it isn't. A timeout comes when its time is over. */
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

/** An open id keeps a child from starting: told in a transaction of its own. */
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

/** What an outgoing signal or cancel request comes to. */
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

/** When something that began then has taken as long as it may; unknown where the decision doesn't say how long. */
const dueAt = (begun: number, limit: string | undefined) =>
  limit === undefined ? undefined : begun + Number(limit === 'NONE' ? 31_536_000 : limit) * 1000

/** What a Lambda function comes to. `started`: it was called, else SWF couldn't. */
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
