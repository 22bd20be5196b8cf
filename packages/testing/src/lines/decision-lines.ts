import type { DecisionType } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { durationText } from './duration-text.ts'
import { carriedText, ours } from './envelope.ts'
import {
  callText,
  ownId,
  referenceText,
  withPayload,
  type Attributes,
  type Key,
  type Telling,
} from './telling.ts'

/** How a decision is told: as it's decided, or as its event records it; both have the same attributes. */
export interface DecisionLine {
  /** `undefined`: it isn't told. */
  readonly text: string | undefined
  /** What later lines call it, and by which id of its own they know it. */
  readonly opens?: { readonly name: string; readonly key?: Key }
}

/** `payload`: its input or result, if it has one. */
type Row = (of: Attributes, telling: Telling, payload: string | undefined) => DecisionLine | string

/** What stands between the brackets of a call; a refusal doesn't say it. */
const argument = ({ cause }: Attributes, payload: string | undefined): string | undefined =>
  cause === undefined ? (payload ?? '') : undefined

const rows: Readonly<Record<DecisionType, Row>> = {
  ScheduleActivityTask(of, telling, payload) {
    const [type, id] = [of.activityType!, of.activityId!]
    const input = argument(of, payload)
    const list = telling.onTaskList(of.taskList?.name)
    return {
      text: `schedule ${callText(type, input)}${ownId(id)}${list}${telling.attemptOf(id)}`,
      opens: { name: `${referenceText(type, input)}${ownId(id)}`, key: `activity ${id}` },
    }
  },
  RequestCancelActivityTask: ({ activityId }, telling) =>
    `request cancel of ${telling.named(`activity ${activityId!}`) ?? 'an activity'}`,
  StartTimer({ timerId, startToFireTimeout }, telling) {
    const id = timerId!
    if (id.startsWith('~')) return { text: undefined } // the engine's own: how it splits its answers is free to change
    const name = timerName(id, startToFireTimeout, telling)
    return { text: `start ${name}`, opens: { name, key: `timer ${id}` } }
  },
  CancelTimer({ timerId }, telling) {
    if (timerId!.startsWith('~')) return { text: undefined }
    return `cancel ${telling.named(`timer ${timerId!}`) ?? timerName(timerId!, undefined, telling)}`
  },
  RecordMarker: ({ markerName, details }, telling, payload) =>
    markerText(markerName!, details, telling, payload),
  StartChildWorkflowExecution(of, telling, payload) {
    const [type, id] = [of.workflowType!, of.workflowId!]
    const input = argument(of, payload)
    const own = isDefaultChildId(id, of.control) ? '' : ownId(id)
    const list = telling.onTaskList(of.taskList?.name)
    return {
      text: `start child ${callText(type, input)}${own}${list}`,
      opens: { name: `child ${referenceText(type, input)}${own}`, key: `execution ${id}` },
    }
  },
  SignalExternalWorkflowExecution({ signalName, workflowId }, telling, payload) {
    const name = `signal '${signalName}' to ${executionName(workflowId!, telling)}`
    return { text: withPayload(`send ${name}`, payload), opens: { name } }
  },
  RequestCancelExternalWorkflowExecution({ workflowId }, telling) {
    const name = `cancel request to ${executionName(workflowId!, telling)}`
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
  FailWorkflowExecution: ({ reason, details, cause }, telling) =>
    cause === undefined ? `fail with ${telling.failure({ reason, details })}` : 'fail',
  CancelWorkflowExecution: (_, __, payload) => withPayload('cancel the execution', payload),
  ContinueAsNewWorkflowExecution: (_, __, payload) => withPayload('continue as new', payload, ' with '),
}

/** A decision in a line. `value`: its input or result where somebody has decoded it already. */
export function decisionLine(
  type: string,
  of: Attributes,
  telling: Telling,
  value?: { readonly value: unknown },
): DecisionLine {
  const row = (rows as Readonly<Record<string, Row>>)[type]
  if (row === undefined) return { text: type }
  const payload = value === undefined ? recorded(type, of, telling) : telling.value(value.value)
  const said = row(of, telling, payload)
  const line = typeof said === 'string' ? { text: said } : said
  const { cause } = of
  return cause === undefined || line.text === undefined ? line : { text: `${line.text}: refused, ${cause}` }
}

function recorded(
  type: string,
  { input, result, details }: Attributes,
  telling: Telling,
): string | undefined {
  if (type === 'ScheduleLambdaFunction') return telling.payload(input, json)
  if (type === 'CompleteWorkflowExecution') return telling.payload(result)
  return type === 'CancelWorkflowExecution' ? telling.payload(details) : carriedText(input, telling)
}

/** The name of a timer: its length, and nothing of the wait before a retry, which goes by the run id. */
function timerName(id: string, seconds: string | undefined, telling: Telling): string {
  const [, activityId, attempt] = /^(.+)~(\d+)$/.exec(id) ?? []
  if (activityId !== undefined) {
    const activity = telling.named(`activity ${activityId}`) ?? 'an activity'
    return `timer before attempt ${Number(attempt) + 1} of ${activity}`
  }
  return `timer${ownId(id)}${seconds === undefined ? '' : ` of ${durationText(Number(seconds))}`}`
}

/** The markers of side effects are named by place, those of patches by the patch (formats). */
function markerText(
  name: string,
  details: string | undefined,
  telling: Telling,
  decoded: string | undefined,
): string {
  if (/^s(?:\d|0x)/.test(name)) {
    if (decoded !== undefined) return `record a side effect: ${decoded}`
    const wrapped = ours<{ value: string }>(details, 'value')
    const threw = wrapped === undefined && ours(details, 'message') !== undefined
    const value = threw
      ? `an error, ${telling.failure({ details })}`
      : (telling.payload(wrapped === undefined ? details : wrapped.value) ?? 'undefined')
    return `record a side effect: ${value}`
  }
  if (name.startsWith('p') && details === undefined) return `record patch '${name.slice(1)}'`
  return withPayload(`record marker '${name}'`, decoded ?? telling.payload(details))
}

/** `<workflow id>.<10 letters of the run id's hash>.<place>` (formats), the place also being in `control`. */
function isDefaultChildId(workflowId: string, control: string | undefined): boolean {
  const [, place] = /\.[a-z2-7]{10}\.(.+)$/.exec(workflowId) ?? []
  return place !== undefined && (control === undefined || place === control)
}

const executionName = (workflowId: string, telling: Telling): string =>
  telling.named(`execution ${workflowId}`) ?? `'${telling.stable(workflowId)}'`
