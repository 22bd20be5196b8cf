import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { readContext } from '@reyield/data/internal'
import { markerOf } from '../history/engine-ids.ts'
import type { PayloadOf, PayloadText } from './payload-of.ts'
import type { StepKind } from './step.ts'

/** An attribute of an event that is a payload, or contains one. */
export interface EventPayload extends PayloadText {
  /** The name of the attribute: `input`, `result`, `details` or `executionContext`. */
  readonly attribute: string
}

type Attributes = Readonly<Record<string, unknown>>
type Row = readonly [
  member: 'input' | 'result' | 'details',
  as: PayloadOf['as'] | ((of: Attributes) => PayloadOf['as']),
  kind: StepKind | 'execution',
  workflowId?: (of: Attributes) => unknown,
]

const target = ({ workflowId }: Attributes) => workflowId
const child = ({ workflowExecution }: Attributes) =>
  (workflowExecution as { workflowId?: string })?.workflowId

const rows: { readonly [Type in EventType]?: Row } = {
  WorkflowExecutionStarted: ['input', 'runInput', 'execution'],
  WorkflowExecutionCompleted: ['result', 'value', 'execution'],
  WorkflowExecutionFailed: ['details', 'failure', 'execution'],
  WorkflowExecutionCanceled: ['details', 'details', 'execution'],
  WorkflowExecutionTerminated: ['details', 'plain', 'execution'],
  WorkflowExecutionContinuedAsNew: ['input', 'runInput', 'execution'],
  WorkflowExecutionSignaled: ['input', 'value', 'signal'],
  ActivityTaskScheduled: ['input', 'value', 'activity'],
  ActivityTaskCompleted: ['result', 'value', 'activity'],
  ActivityTaskFailed: ['details', 'failure', 'activity'],
  ActivityTaskTimedOut: ['details', 'details', 'activity'],
  ActivityTaskCanceled: ['details', 'details', 'activity'],
  StartChildWorkflowExecutionInitiated: ['input', 'runInput', 'child', target],
  ChildWorkflowExecutionCompleted: ['result', 'value', 'child', child],
  ChildWorkflowExecutionFailed: ['details', 'failure', 'child', child],
  ChildWorkflowExecutionCanceled: ['details', 'details', 'child', child],
  SignalExternalWorkflowExecutionInitiated: ['input', 'value', 'signalExternal', target],
  LambdaFunctionScheduled: ['input', 'value', 'lambda'],
  LambdaFunctionCompleted: ['result', 'value', 'lambda'],
  LambdaFunctionFailed: ['details', 'failure', 'lambda'],
  MarkerRecorded: ['details', markerContent, 'marker'],
}

/** The payloads of an event, with what `decode` needs to read them. The name of a step that an earlier event has is left out. */
export function payloadsIn(event: HistoryEvent): readonly EventPayload[] {
  const of: Attributes = attributesOf(event) ?? {}
  const eventId = event.eventId ?? 0
  if (event.eventType === 'DecisionTaskCompleted') {
    const { status } = readContext(of['executionContext'] as string | undefined)
    const what = { eventId, member: 'status', as: 'value', kind: 'execution', name: undefined } as const
    return status === undefined ? [] : [{ attribute: 'executionContext', text: status, of: what }]
  }
  const [member, as, kind, idOf] = rows[event.eventType!] ?? []
  const text = member === undefined ? undefined : of[member]
  if (member === undefined || typeof text !== 'string') return []
  const workflowId = idOf?.(of)
  const what: PayloadOf = {
    eventId,
    member,
    as: typeof as === 'function' ? as(of) : as!,
    kind: kind!,
    name: nameIn(of),
    ...(typeof workflowId === 'string' ? { workflowId } : {}),
  }
  return [{ attribute: member, text, of: what }]
}

function markerContent({ markerName, details }: Attributes): PayloadOf['as'] {
  const marker = markerOf(markerName as string, details !== undefined)
  return marker === undefined ? 'details' : marker.meaning === 'sideEffect' ? 'marker' : 'text'
}

function nameIn(of: Attributes): string | undefined {
  const type = (of['activityType'] ?? of['workflowType']) as { readonly name?: string } | undefined
  const name = type?.name ?? of['signalName'] ?? of['markerName'] ?? of['name']
  return typeof name === 'string' ? name : undefined
}
