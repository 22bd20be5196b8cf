import type { Decision } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import type { ExecutionState, OpenOther } from './execution-state.ts'

/** A decision that SWF is to refuse, with SWF's word for the reason. */
export interface RefusedDecision {
  readonly decision: Decision
  readonly cause: string
}

/**
 * Makes SWF refuse a decision in a fake history: its …Failed event is recorded.
 *
 * @example
 * ```ts
 * history(order).started(input).decided(refused(decision, 'ACTIVITY_TYPE_DOES_NOT_EXIST'))
 * ```
 */
export function refused(decision: Decision, cause: string): RefusedDecision {
  return { decision, cause }
}

interface By {
  readonly decisionTaskCompletedEventId: number
}

/** How SWF records one type of decision. */
interface Rule {
  /** Its attributes, and those of its …Failed event. */
  readonly attributes: (decision: Decision) => object | undefined
  readonly failed: (decision: Decision) => object
  /** Why SWF refuses it by itself. */
  readonly refusal?: (decision: Decision, state: ExecutionState) => string | undefined
  readonly record: (
    decision: Decision,
    state: ExecutionState,
    by: By,
    serializer: Serializer | undefined,
  ) => void
}

const closing = (member: keyof Decision, event: string): Rule => ({
  attributes: decision => decision[member] as object | undefined,
  failed: () => ({}),
  refusal: (_, state) => (state.queued === undefined ? undefined : 'UNHANDLED_DECISION'),
  record: (decision, state, by) => state.close(event, { ...(decision[member] as object), ...by }),
})

/** Records what is open from then on. */
function opened(
  state: ExecutionState,
  by: By,
  eventType: string,
  asked: { readonly control?: string | undefined },
  other: Pick<OpenOther, 'kind' | 'id'> & Partial<OpenOther>,
): void {
  const openedEventId = state.write(eventType, { ...asked, ...by })
  state.others.set(openedEventId, {
    workflowId: undefined,
    runId: undefined,
    type: undefined,
    ...other,
    openedEventId,
    completedId: by.decisionTaskCompletedEventId,
    control: asked.control,
    startedEventId: 0,
  })
}

const rules: Readonly<Record<string, Rule>> = {
  ScheduleActivityTask: {
    attributes: decision => decision.scheduleActivityTaskDecisionAttributes,
    failed: ({ scheduleActivityTaskDecisionAttributes: asked }) => ({
      activityType: asked!.activityType,
      activityId: asked!.activityId,
    }),
    refusal: ({ scheduleActivityTaskDecisionAttributes: asked }, state) =>
      state.activities.has(asked!.activityId!) ? 'ACTIVITY_ID_ALREADY_IN_USE' : undefined,
    record({ scheduleActivityTaskDecisionAttributes: asked }, state, by, serializer) {
      const scheduled = { ...asked!, ...by } as never
      state.activities.set(asked!.activityId!, {
        scheduled,
        scheduledEventId: state.write('ActivityTaskScheduled', scheduled),
        scheduledAt: state.now,
        startedEventId: 0,
        startedAt: undefined,
        cancelRequestedEventId: undefined,
        serializer,
      })
    },
  },
  RequestCancelActivityTask: {
    attributes: decision => decision.requestCancelActivityTaskDecisionAttributes,
    failed: ({ requestCancelActivityTaskDecisionAttributes: asked }) => ({ ...asked }),
    refusal: ({ requestCancelActivityTaskDecisionAttributes: asked }, state) =>
      state.activities.has(asked!.activityId!) ? undefined : 'ACTIVITY_ID_UNKNOWN',
    record({ requestCancelActivityTaskDecisionAttributes: asked }, state, by) {
      const id = asked!.activityId!
      const cancelRequestedEventId = state.write('ActivityTaskCancelRequested', { activityId: id, ...by })
      state.activities.set(id, { ...state.activities.get(id)!, cancelRequestedEventId })
    },
  },
  StartTimer: {
    attributes: decision => decision.startTimerDecisionAttributes,
    failed: ({ startTimerDecisionAttributes: asked }) => ({ timerId: asked!.timerId }),
    refusal: ({ startTimerDecisionAttributes: asked }, state) =>
      state.timers.has(asked!.timerId!) ? 'TIMER_ID_ALREADY_IN_USE' : undefined,
    record({ startTimerDecisionAttributes: asked }, state, by) {
      const timerId = asked!.timerId!
      const startedEventId = state.write('TimerStarted', { ...asked, ...by })
      const firesAt = state.now + Number(asked!.startToFireTimeout) * 1000
      state.timers.set(timerId, { timerId, startedEventId, firesAt })
    },
  },
  CancelTimer: {
    attributes: decision => decision.cancelTimerDecisionAttributes,
    failed: ({ cancelTimerDecisionAttributes: asked }) => ({ ...asked }),
    refusal: ({ cancelTimerDecisionAttributes: asked }, state) =>
      state.timers.has(asked!.timerId!) ? undefined : 'TIMER_ID_UNKNOWN',
    record({ cancelTimerDecisionAttributes: asked }, state, by) {
      const { timerId, startedEventId } = state.timers.get(asked!.timerId!)!
      state.timers.delete(timerId)
      state.write('TimerCanceled', { timerId, startedEventId, ...by })
    },
  },
  RecordMarker: {
    attributes: decision => decision.recordMarkerDecisionAttributes,
    failed: ({ recordMarkerDecisionAttributes: asked }) => ({ markerName: asked!.markerName }),
    record: ({ recordMarkerDecisionAttributes: asked }, state, by) =>
      void state.write('MarkerRecorded', { ...asked, ...by }),
  },
  StartChildWorkflowExecution: {
    attributes: decision => decision.startChildWorkflowExecutionDecisionAttributes,
    failed: ({ startChildWorkflowExecutionDecisionAttributes: asked }) => ({
      workflowType: asked!.workflowType,
      workflowId: asked!.workflowId,
      control: asked!.control,
      initiatedEventId: 0,
    }),
    record: ({ startChildWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'StartChildWorkflowExecutionInitiated', asked!, {
        kind: 'child',
        id: asked!.control ?? asked!.workflowId!,
        workflowId: asked!.workflowId,
        type: asked!.workflowType as OpenOther['type'],
      }),
  },
  SignalExternalWorkflowExecution: {
    attributes: decision => decision.signalExternalWorkflowExecutionDecisionAttributes,
    failed: () => ({}),
    record: ({ signalExternalWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'SignalExternalWorkflowExecutionInitiated', asked!, {
        kind: 'signal',
        id: asked!.control ?? asked!.workflowId!,
        workflowId: asked!.workflowId,
        runId: asked!.runId,
      }),
  },
  RequestCancelExternalWorkflowExecution: {
    attributes: decision => decision.requestCancelExternalWorkflowExecutionDecisionAttributes,
    failed: () => ({}),
    record: ({ requestCancelExternalWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'RequestCancelExternalWorkflowExecutionInitiated', asked!, {
        kind: 'cancel',
        id: asked!.control ?? asked!.workflowId!,
        workflowId: asked!.workflowId,
        runId: asked!.runId,
      }),
  },
  ScheduleLambdaFunction: {
    attributes: decision => decision.scheduleLambdaFunctionDecisionAttributes,
    failed: ({ scheduleLambdaFunctionDecisionAttributes: asked }) => ({ id: asked!.id, name: asked!.name }),
    refusal: ({ scheduleLambdaFunctionDecisionAttributes: asked }, state) =>
      [...state.others.values()].some(({ kind, id }) => kind === 'lambda' && id === asked!.id)
        ? 'ID_ALREADY_IN_USE'
        : undefined,
    record: ({ scheduleLambdaFunctionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'LambdaFunctionScheduled', asked!, {
        kind: 'lambda',
        id: asked!.id!,
        type: { name: asked!.name!, version: '' },
      }),
  },
  ContinueAsNewWorkflowExecution: {
    ...closing('continueAsNewWorkflowExecutionDecisionAttributes', 'WorkflowExecutionContinuedAsNew'),
    record: ({ continueAsNewWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      state.close('WorkflowExecutionContinuedAsNew', { ...asked, newExecutionRunId: 'run/2=', ...by }),
  },
  CompleteWorkflowExecution: closing(
    'completeWorkflowExecutionDecisionAttributes',
    'WorkflowExecutionCompleted',
  ),
  FailWorkflowExecution: closing('failWorkflowExecutionDecisionAttributes', 'WorkflowExecutionFailed'),
  CancelWorkflowExecution: closing('cancelWorkflowExecutionDecisionAttributes', 'WorkflowExecutionCanceled'),
}

const closings = new Set([
  'CompleteWorkflowExecution',
  'FailWorkflowExecution',
  'CancelWorkflowExecution',
  'ContinueAsNewWorkflowExecution',
])

/** What SWF answers with a 400: then nothing is recorded. */
export function checkDecisions(decisions: readonly Decision[], state: ExecutionState): void {
  const types = decisions.map(decision => decision.decisionType ?? 'no type')
  for (const [index, decision] of decisions.entries()) {
    const rule = rules[types[index]!]
    const step = `Decision ${types[index]}`
    if (rule === undefined) {
      throw state.impossible(step, `this builder knows ${Object.keys(rules).join(', ')}`)
    }
    if (rule.attributes(decision) === undefined) throw state.impossible(step, 'its attributes are missing')
  }
  const close = types.findIndex(type => closings.has(type))
  if (close === -1) return
  const step = `Decision ${types[close]}`
  if (close < types.length - 1) throw state.impossible(step, 'a close must be the last decision in the list')
  const clash = types.find(type => type === 'ScheduleActivityTask' || type === 'StartTimer')
  if (clash !== undefined) throw state.impossible(step, `${clash} can't stand beside a close`)
}

/** Writes what SWF records for one decision of a batch; tells whether it was refused. */
export function recordDecision(
  { decision, cause }: { readonly decision: Decision; readonly cause: string | undefined },
  state: ExecutionState,
  completedId: number,
  serializer: Serializer | undefined,
): boolean {
  const rule = rules[decision.decisionType!]!
  const by = { decisionTaskCompletedEventId: completedId }
  const refusal = cause ?? rule.refusal?.(decision, state)
  if (refusal === undefined) rule.record(decision, state, by, serializer)
  else state.write(`${decision.decisionType!}Failed`, { ...rule.failed(decision), cause: refusal, ...by })
  return refusal !== undefined
}
