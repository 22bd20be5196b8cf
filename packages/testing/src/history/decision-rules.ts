import type { Decision } from '@aws-sdk/client-swf'
import type { Serializer } from '@reyield/workflow'
import type { DecisionType } from './causes.ts'
import type { ExecutionState, OpenOther } from './execution-state.ts'

interface By {
  readonly decisionTaskCompletedEventId: number
}

/** How SWF records one type of decision. */
export interface Rule {
  /** The attributes of its …Failed event besides the cause. */
  readonly failed: (decision: Decision) => object
  /** Why SWF refuses it without an injected refusal. */
  readonly refusal?: (decision: Decision, state: ExecutionState) => string | undefined
  readonly record: (
    decision: Decision,
    state: ExecutionState,
    by: By,
    serializer: Serializer | undefined,
  ) => void
}

const closing = (member: keyof Decision, event: string): Rule => ({
  failed: () => ({}),
  refusal: (_, state) => (state.queued === undefined ? undefined : 'UNHANDLED_DECISION'),
  record: (decision, state, by) => state.close(event, { ...(decision[member] as object), ...by }),
})

/** SWF never refuses it in the batch. A later event reports whether it succeeded. */
const neverFailed = () => ({})

/** Records the operation that it opens. */
function opened(
  state: ExecutionState,
  by: By,
  eventType: string,
  asked: { readonly control?: string | undefined; readonly input?: string | undefined },
  other: Pick<OpenOther, 'kind' | 'id'> & Partial<OpenOther>,
): void {
  const openedEventId = state.write(eventType, { ...asked, ...by })
  state.others.set(openedEventId, {
    workflowId: undefined,
    runId: undefined,
    type: undefined,
    limit: undefined,
    ...other,
    openedEventId,
    completedId: by.decisionTaskCompletedEventId,
    control: asked.control,
    input: asked.input,
    startedEventId: 0,
    startedAt: undefined,
  })
}

/** SWF's rules for its decisions. */
export const decisionRules: Readonly<Record<DecisionType, Rule>> = {
  ScheduleActivityTask: {
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
    failed: ({ startTimerDecisionAttributes: asked }) => ({ timerId: asked!.timerId }),
    refusal: ({ startTimerDecisionAttributes: asked }, state) =>
      state.timers.has(asked!.timerId!) ? 'TIMER_ID_ALREADY_IN_USE' : undefined,
    record({ startTimerDecisionAttributes: asked }, state, by) {
      const timerId = asked!.timerId!
      const startedEventId = state.write('TimerStarted', { ...asked, ...by })
      const seconds = Number(asked!.startToFireTimeout)
      state.timers.set(timerId, { timerId, startedEventId, seconds, firesAt: state.now + seconds * 1000 })
    },
  },
  CancelTimer: {
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
    failed: ({ recordMarkerDecisionAttributes: asked }) => ({ markerName: asked!.markerName }),
    record: ({ recordMarkerDecisionAttributes: asked }, state, by) =>
      void state.write('MarkerRecorded', { ...asked, ...by }),
  },
  StartChildWorkflowExecution: {
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
        limit: asked!.executionStartToCloseTimeout,
      }),
  },
  SignalExternalWorkflowExecution: {
    failed: neverFailed,
    record: ({ signalExternalWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'SignalExternalWorkflowExecutionInitiated', asked!, {
        kind: 'signal',
        type: { name: asked!.signalName!, version: '' },
        id: asked!.control ?? asked!.workflowId!,
        workflowId: asked!.workflowId,
        runId: asked!.runId,
      }),
  },
  RequestCancelExternalWorkflowExecution: {
    failed: neverFailed,
    record: ({ requestCancelExternalWorkflowExecutionDecisionAttributes: asked }, state, by) =>
      opened(state, by, 'RequestCancelExternalWorkflowExecutionInitiated', asked!, {
        kind: 'cancel',
        id: asked!.control ?? asked!.workflowId!,
        workflowId: asked!.workflowId,
        runId: asked!.runId,
      }),
  },
  ScheduleLambdaFunction: {
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
        limit: asked!.startToCloseTimeout ?? '900', // SWF's default
      }),
  },
  ContinueAsNewWorkflowExecution: {
    ...closing('continueAsNewWorkflowExecutionDecisionAttributes', 'WorkflowExecutionContinuedAsNew'),
    record({ continueAsNewWorkflowExecutionDecisionAttributes: asked = {} }, state, by) {
      const { workflowTypeVersion, ...given } = asked
      const { workflowType, taskList, childPolicy } = state.begun!
      state.close('WorkflowExecutionContinuedAsNew', {
        taskList: { name: taskList }, // SWF uses the defaults of the registered type for what the decision doesn't contain
        childPolicy,
        ...given,
        workflowType: { ...workflowType, version: workflowTypeVersion ?? workflowType.version },
        newExecutionRunId: 'run/2=',
        ...by,
      })
    },
  },
  CompleteWorkflowExecution: closing(
    'completeWorkflowExecutionDecisionAttributes',
    'WorkflowExecutionCompleted',
  ),
  FailWorkflowExecution: closing('failWorkflowExecutionDecisionAttributes', 'WorkflowExecutionFailed'),
  CancelWorkflowExecution: closing('cancelWorkflowExecutionDecisionAttributes', 'WorkflowExecutionCanceled'),
}
