import type { Decision } from '@aws-sdk/client-swf'
import type { SwfMethod } from '@reyield/client'

/** A payload's name for a label, and its length in characters. */
type Payload = readonly [name: string, length: number]

type Attributes = Readonly<Record<string, unknown>>

/** The payloads of requests: for an action, names by members of its input. */
const ofRequests: Partial<Record<SwfMethod, Readonly<Record<string, string>>>> = {
  startWorkflowExecution: { input: 'workflow_input' },
  signalWorkflowExecution: { input: 'signal' },
  respondActivityTaskCompleted: { result: 'activity_result' },
  respondActivityTaskFailed: { details: 'failure' },
  recordActivityTaskHeartbeat: { details: 'heartbeat' },
}

/** The payloads of decisions: for a type, names by members of its attributes. */
const ofDecisions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ScheduleActivityTask: { input: 'activity_input' },
  ScheduleLambdaFunction: { input: 'lambda_input' },
  StartChildWorkflowExecution: { input: 'workflow_input' },
  ContinueAsNewWorkflowExecution: { input: 'workflow_input' },
  SignalExternalWorkflowExecution: { input: 'signal' },
  CompleteWorkflowExecution: { result: 'workflow_result' },
  FailWorkflowExecution: { details: 'failure' },
  RecordMarker: { details: 'marker' },
}

/** The payloads of a request, and those of its decisions. */
export function payloadsOf(action: SwfMethod, input: Attributes): Payload[] {
  if (action === 'respondDecisionTaskCompleted') {
    const decisions = (input['decisions'] ?? []) as readonly Decision[]
    return decisions.flatMap(({ decisionType, ...members }) => {
      const names = ofDecisions[decisionType!]
      const [attributes] = Object.values(members) as Attributes[]
      return names === undefined || attributes === undefined ? [] : lengths(attributes, names)
    })
  }
  const names = ofRequests[action]
  return names === undefined ? [] : lengths(input, names)
}

const lengths = (attributes: Attributes, names: Readonly<Record<string, string>>): Payload[] =>
  Object.entries(names).flatMap(([member, name]): Payload[] => {
    const text = attributes[member]
    return typeof text === 'string' ? [[name, text.length]] : []
  })
