import type { ExecutionState, OpenOther } from '../execution-state.ts'

/** Something of a kind that is open: by its place or id, or the oldest of a type; else the oldest of the kind. */
export function openOther(
  state: ExecutionState,
  kind: OpenOther['kind'],
  which: string | { readonly name: string; readonly version: string } | undefined,
  step: string,
): OpenOther {
  for (const other of state.others.values()) {
    if (other.kind !== kind) continue
    if (which === undefined || (typeof which === 'string' ? other.id === which : isOfType(other, which)))
      return other
  }
  const what =
    typeof which === 'string' ? ` '${which}'` : which === undefined ? '' : ` ${which.name} ${which.version}`
  throw state.impossible(step, `no ${kinds[kind]}${what} is open`)
}

const kinds = {
  child: 'child',
  signal: 'outgoing signal',
  cancel: 'outgoing cancel request',
  lambda: 'Lambda function',
} as const

const isOfType = ({ type }: OpenOther, { name, version }: { name: string; version: string }) =>
  type?.name === name && type.version === version

/** ChildWorkflowExecutionStarted: the service has started the child, in a transaction of its own. */
export function startChild(state: ExecutionState, child: OpenOther, implied = false): OpenOther {
  const step = `ChildWorkflowExecutionStarted of '${child.id}'`
  if (child.startedEventId !== 0) throw state.impossible(step, 'it has started already')
  if (implied) state.impliedTransaction()
  else state.transaction(step)
  const startedEventId = state.trigger('ChildWorkflowExecutionStarted', {
    workflowExecution: executionOf(child),
    workflowType: child.type,
    initiatedEventId: child.openedEventId,
  })
  const started = { ...child, startedEventId }
  state.others.set(child.openedEventId, started)
  return started
}

/** How a child closes; it's started first, if it isn't. */
export function closeChild(
  state: ExecutionState,
  child: OpenOther,
  eventType: string,
  attributes: object,
): void {
  const { startedEventId } = child.startedEventId === 0 ? startChild(state, child, true) : child
  state.transaction(`${eventType} of '${child.id}'`)
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
  const step = `StartChildWorkflowExecutionFailed of '${child.id}'`
  if (child.startedEventId !== 0) throw state.impossible(step, 'it has started already')
  state.transaction(step)
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
  state.transaction(`${eventType} of '${lambda.id}'`)
  state.others.delete(scheduledEventId)
  state.trigger(eventType, { ...attributes, scheduledEventId, startedEventId })
}

const executionOf = ({ workflowId, runId }: OpenOther) => ({
  workflowId,
  runId: runId ?? `run of ${workflowId}`,
})
