import type { Decision } from '@aws-sdk/client-swf'
import { failureFromWire, json } from '@reyield/data'
import type { Serializer } from '@reyield/workflow'

/** A decision in short, its payloads decoded: to be compared with `toEqual`. */
export type DecisionView =
  | {
      readonly schedule: string
      readonly id: string
      readonly input: unknown
      readonly version?: string
      readonly taskList?: string
    }
  | { readonly startTimer: string; readonly seconds: number }
  | { readonly cancelTimer: string }
  | { readonly cancelActivity: string }
  | { readonly marker: string; readonly details: string | undefined }
  | { readonly complete: unknown }
  | { readonly fail: unknown }
  | { readonly cancel: string | undefined }
  | { readonly child: string; readonly id: string; readonly workflowId: string; readonly input: unknown }
  | { readonly signal: string; readonly to: string; readonly id: string; readonly input: unknown }
  | { readonly cancelExecution: string; readonly id: string }
  | { readonly lambda: string; readonly id: string; readonly input: unknown }
  | { readonly continueAsNew: unknown }
  | { readonly other: Decision }

/**
 * A decision in short. `version` is left out if it is 1.0, `taskList` if it is that of the execution; `fail` has the
 * error as far as it can be rebuilt.
 */
export function viewOf(
  decision: Decision,
  { serializer, taskList }: { readonly serializer: Serializer; readonly taskList: string | undefined },
): DecisionView {
  const {
    scheduleActivityTaskDecisionAttributes: activity,
    startTimerDecisionAttributes: timer,
    cancelTimerDecisionAttributes: timerCancel,
    requestCancelActivityTaskDecisionAttributes: activityCancel,
    recordMarkerDecisionAttributes: marker,
    completeWorkflowExecutionDecisionAttributes: complete,
    failWorkflowExecutionDecisionAttributes: fail,
    cancelWorkflowExecutionDecisionAttributes: cancel,
    startChildWorkflowExecutionDecisionAttributes: child,
    signalExternalWorkflowExecutionDecisionAttributes: signal,
    requestCancelExternalWorkflowExecutionDecisionAttributes: cancelOut,
    scheduleLambdaFunctionDecisionAttributes: lambda,
    continueAsNewWorkflowExecutionDecisionAttributes: again,
  } = decision
  const read = (text: string | undefined, by = serializer): unknown => {
    try {
      return by.deserialize(text)
    } catch {
      return text // another serializer wrote it: an activity's own
    }
  }
  if (activity) {
    const { name, version } = activity.activityType!
    return {
      schedule: name!,
      id: activity.activityId!,
      input: read(activity.input),
      ...(version === '1.0' ? {} : { version: version! }),
      ...(activity.taskList?.name === taskList ? {} : { taskList: activity.taskList!.name! }),
    }
  }
  if (timer) return { startTimer: timer.timerId!, seconds: Number(timer.startToFireTimeout) }
  if (timerCancel) return { cancelTimer: timerCancel.timerId! }
  if (activityCancel) return { cancelActivity: activityCancel.activityId! }
  if (marker) return { marker: marker.markerName!, details: marker.details }
  if (complete) return { complete: read(complete.result) }
  if (fail) return { fail: failureFromWire(fail) ?? { reason: fail.reason, details: fail.details } }
  if (cancel) return { cancel: cancel.details }
  if (child) {
    const { workflowType, control, workflowId, input } = child
    return { child: workflowType!.name!, id: control ?? '', workflowId: workflowId!, input: read(input) }
  }
  if (signal) {
    const { signalName, workflowId, control, input } = signal
    return { signal: signalName!, to: workflowId!, id: control ?? '', input: read(input) }
  }
  if (cancelOut) return { cancelExecution: cancelOut.workflowId!, id: cancelOut.control ?? '' }
  if (lambda) return { lambda: lambda.name!, id: lambda.id!, input: read(lambda.input, json) } // ours write plain JSON for them
  if (again) return { continueAsNew: read(again.input) }
  return { other: decision }
}
