import type { DecisionType } from '@aws-sdk/client-swf'
import { markerOf, retryOf } from '../history/engine-ids.ts'
import { durationText } from './duration-text.ts'
import {
  callText,
  ownId,
  referenceText,
  withPayload,
  type Attributes,
  type Key,
  type Glossary,
} from './glossary.ts'

/** A decision as a line: as it is decided, or as its event records it. Both have the same attributes. */
export interface DecisionLine {
  /** `undefined` if it isn't shown. */
  readonly text: string | undefined
  /** The name of the operation in later lines, and the id by which they refer to it. */
  readonly opens?: { readonly name: string; readonly key?: Key }
}

/** `payload`: its input or result, if it has one. */
type Row = (of: Attributes, glossary: Glossary, payload: string | undefined) => DecisionLine | string

/** The arguments of a call. A refusal doesn't show them. */
const argument = ({ cause }: Attributes, payload: string | undefined): string | undefined =>
  cause === undefined ? (payload ?? '') : undefined

const rows: Readonly<Record<DecisionType, Row>> = {
  ScheduleActivityTask(of, glossary, payload) {
    const [type, id] = [of.activityType!, of.activityId!]
    const input = argument(of, payload)
    const list = glossary.onTaskList(of.taskList?.name)
    return {
      text: `schedule ${callText(type, input)}${ownId(id)}${list}${glossary.attemptOf(id)}`,
      opens: { name: `${referenceText(type, input)}${ownId(id)}`, key: `activity ${id}` },
    }
  },
  RequestCancelActivityTask: ({ activityId }, glossary) =>
    `request cancel of ${glossary.named(`activity ${activityId!}`) ?? 'an activity'}`,
  StartTimer({ timerId, startToFireTimeout }, glossary) {
    const id = timerId!
    if (id.startsWith('~')) return { text: undefined } // the engine's own timers: how it splits its decisions may change
    const name = timerName(id, startToFireTimeout, glossary)
    return { text: `start ${name}`, opens: { name, key: `timer ${id}` } }
  },
  CancelTimer({ timerId }, glossary) {
    if (timerId!.startsWith('~')) return { text: undefined }
    return `cancel ${glossary.named(`timer ${timerId!}`) ?? timerName(timerId!, undefined, glossary)}`
  },
  RecordMarker: ({ markerName }, _, payload) => markerText(markerName!, payload),
  StartChildWorkflowExecution(of, glossary, payload) {
    const [type, id] = [of.workflowType!, of.workflowId!]
    const input = argument(of, payload)
    const own = isDefaultChildId(id, of.control) ? '' : ownId(id)
    const list = glossary.onTaskList(of.taskList?.name)
    return {
      text: `start child ${callText(type, input)}${own}${list}`,
      opens: { name: `child ${referenceText(type, input)}${own}`, key: `execution ${id}` },
    }
  },
  SignalExternalWorkflowExecution({ signalName, workflowId }, glossary, payload) {
    const name = `signal '${signalName}' to ${executionName(workflowId!, glossary)}`
    return { text: withPayload(`send ${name}`, payload), opens: { name } }
  },
  RequestCancelExternalWorkflowExecution({ workflowId }, glossary) {
    const name = `cancel request to ${executionName(workflowId!, glossary)}`
    return { text: `send ${name}`, opens: { name } }
  },
  ScheduleLambdaFunction(of, _, payload) {
    const [type, id, input] = [{ name: of.name! }, of.id!, argument(of, payload)]
    return {
      text: `call Lambda function ${callText(type, input)}${ownId(id)}`,
      opens: { name: `Lambda function ${referenceText(type, input)}${ownId(id)}` },
    }
  },
  CompleteWorkflowExecution: (_, __, payload) => withPayload('complete', payload, ' with '),
  FailWorkflowExecution: ({ reason, details, cause }, glossary) =>
    cause === undefined ? `fail with ${glossary.failure({ reason, details })}` : 'fail',
  CancelWorkflowExecution: (_, __, payload) => withPayload('cancel the execution', payload),
  ContinueAsNewWorkflowExecution: (_, __, payload) => withPayload('continue as new', payload, ' with '),
}

/** A decision as one line. `payload`: its input or result as text. */
export function decisionLine(
  type: string,
  of: Attributes,
  glossary: Glossary,
  payload: string | undefined,
): DecisionLine {
  const row = (rows as Readonly<Record<string, Row>>)[type]?.(of, glossary, payload) ?? type
  const line = typeof row === 'string' ? { text: row } : row
  const { cause } = of
  return cause === undefined || line.text === undefined ? line : { text: `${line.text}: refused, ${cause}` }
}

/** The name of a timer: its length. The wait before a retry has no length in it, because it depends on the run id. */
function timerName(id: string, seconds: string | undefined, glossary: Glossary): string {
  const retry = retryOf(id)
  if (retry !== undefined) {
    const activity = glossary.named(`activity ${retry.activityId}`) ?? 'an activity'
    return `timer before attempt ${retry.attempt + 1} of ${activity}`
  }
  return `timer${ownId(id)}${seconds === undefined ? '' : ` of ${durationText(Number(seconds))}`}`
}

/** Markers of side effects have their place as name, those of patches the patch's id (formats). */
function markerText(name: string, payload: string | undefined): string {
  const { meaning, of } = markerOf(name, payload !== undefined) ?? {}
  if (meaning === 'sideEffect') return `record a side effect: ${payload ?? 'undefined'}`
  if (meaning === 'patch') return `record patch '${of}'`
  return withPayload(`record marker '${name}'`, payload)
}

/** `<workflow id>.<10 letters of the run id's hash>.<place>` (formats). The place is also in `control`. */
function isDefaultChildId(workflowId: string, control: string | undefined): boolean {
  const [, place] = /\.[a-z2-7]{10}\.(.+)$/.exec(workflowId) ?? []
  return place !== undefined && (control === undefined || place === control)
}

const executionName = (workflowId: string, glossary: Glossary): string =>
  glossary.named(`execution ${workflowId}`) ?? `'${glossary.stable(workflowId)}'`
