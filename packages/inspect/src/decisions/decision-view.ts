import type { Decision } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { failureFromWire, unpackInput } from '@reyield/data/internal'
import type { Serializer } from '@reyield/workflow'
import { markerValue } from '../history/marker-value.ts'
import type { Carrying } from '../lines/glossary.ts'

export type { Carrying }

/** A decision in short form with decoded payloads, to be compared with `toEqual`. */
export type DecisionView =
  | {
      readonly schedule: string
      readonly id: string
      readonly input: unknown
      /** Absent if it is 1.0. */
      readonly version?: string
      /** Absent if it is the task list of the execution. */
      readonly taskList?: string
    }
  | { readonly startTimer: string; readonly seconds: number }
  | { readonly cancelTimer: string }
  | { readonly cancelActivity: string }
  /** `details`: the value of a side effect, or the error that it threw. */
  | { readonly marker: string; readonly details: unknown }
  | { readonly complete: unknown }
  /** The error, as far as it can be rebuilt from the history. */
  | { readonly fail: unknown }
  | { readonly cancel: string | undefined }
  | { readonly child: string; readonly id: string; readonly workflowId: string; readonly input: unknown }
  | { readonly signal: string; readonly to: string; readonly id: string; readonly input: unknown }
  | { readonly cancelExecution: string; readonly id: string }
  | { readonly lambda: string; readonly id: string; readonly input: unknown }
  | {
      /** The input of the new run. */
      readonly continueAsNew: unknown
      readonly carrying?: Carrying
    }
  | { readonly other: Decision }

/** How payloads are decoded. */
interface Reading {
  readonly serializer: Serializer
  /** The task list of the execution. */
  readonly taskList: string | undefined
}

/** A decision in short form. */
export function viewOf(decision: Decision, reading: Reading): DecisionView {
  for (const view of views) {
    const found = view(decision, (text, by = reading.serializer) => readBy(by, text), reading)
    if (found !== undefined) return found
  }
  return { other: decision }
}

/** The decoded value, or the text if another serializer wrote it, such as an activity's own. */
function readBy(serializer: Serializer, text: string | undefined): unknown {
  try {
    return serializer.deserialize(text)
  } catch {
    return text
  }
}

type Read = (text: string | undefined, by?: Serializer) => unknown
type View = (decision: Decision, read: Read, reading: Reading) => DecisionView | undefined

/** One function for each type of decision. Each returns `undefined` for other types. */
const views: readonly View[] = [
  ({ scheduleActivityTaskDecisionAttributes: activity }, read, { taskList }) =>
    activity && {
      schedule: activity.activityType!.name!,
      id: activity.activityId!,
      input: read(activity.input),
      ...(activity.activityType!.version === '1.0' ? {} : { version: activity.activityType!.version! }),
      ...(activity.taskList?.name === taskList ? {} : { taskList: activity.taskList!.name! }),
    },
  ({ startTimerDecisionAttributes: timer }) =>
    timer && { startTimer: timer.timerId!, seconds: Number(timer.startToFireTimeout) },
  ({ cancelTimerDecisionAttributes: timer }) => timer && { cancelTimer: timer.timerId! },
  ({ requestCancelActivityTaskDecisionAttributes: activity }) =>
    activity && { cancelActivity: activity.activityId! },
  ({ recordMarkerDecisionAttributes: marker }, read) =>
    marker && { marker: marker.markerName!, details: markerValue(marker.details, read) },
  ({ completeWorkflowExecutionDecisionAttributes: close }, read) => close && { complete: read(close.result) },
  ({ failWorkflowExecutionDecisionAttributes: close }) =>
    close && { fail: failureFromWire(close) ?? { reason: close.reason, details: close.details } },
  ({ cancelWorkflowExecutionDecisionAttributes: close }) => close && { cancel: close.details },
  ({ startChildWorkflowExecutionDecisionAttributes: child }, read) =>
    child && {
      child: child.workflowType!.name!,
      id: child.control ?? '',
      workflowId: child.workflowId!,
      input: read(child.input),
    },
  ({ signalExternalWorkflowExecutionDecisionAttributes: signal }, read) =>
    signal && {
      signal: signal.signalName!,
      to: signal.workflowId!,
      id: signal.control ?? '',
      input: read(signal.input),
    },
  ({ requestCancelExternalWorkflowExecutionDecisionAttributes: cancel }) =>
    cancel && { cancelExecution: cancel.workflowId!, id: cancel.control ?? '' },
  ({ scheduleLambdaFunctionDecisionAttributes: lambda }, read) =>
    lambda && { lambda: lambda.name!, id: lambda.id!, input: read(lambda.input, json) }, // we write plain JSON there
  ({ continueAsNewWorkflowExecutionDecisionAttributes: again }, read) => {
    if (again === undefined) return undefined
    const { input, signals, cancel: cancelRequested } = unpackInput(again.input)
    if (signals.length === 0 && !cancelRequested) return { continueAsNew: read(input) }
    const carried = signals.map(one => ({ signal: one.name, input: read(one.input) }))
    return { continueAsNew: read(input), carrying: { signals: carried, cancelRequested } }
  },
]
