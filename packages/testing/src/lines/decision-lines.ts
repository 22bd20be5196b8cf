import type { DecisionType } from '@aws-sdk/client-swf'
import { json } from '@reyield/data'
import { durationText } from './duration-text.ts'
import { callText, ownId, referenceText, type Attributes, type Key, type Telling } from './telling.ts'

/** How a decision is told: as it's decided, or as its event records it; both have the same attributes. */
export interface DecisionLine {
  /** `undefined`: it isn't told. `payload`: its input or result. */
  readonly text: string | undefined
  /** What later lines call it, and by which id of its own they know it. */
  readonly opens?: { readonly name: string; readonly key?: Key }
}

type Row = (of: Attributes, telling: Telling, payload: string) => DecisionLine | string

const rows: Readonly<Record<DecisionType, Row>> = {
  ScheduleActivityTask(of, telling, payload) {
    const [type, id] = [of.activityType!, of.activityId!]
    const input = of.cause === undefined ? payload : undefined // a refusal doesn't say it
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
  RecordMarker: ({ markerName, details }, telling) => markerText(markerName!, details, telling),
  StartChildWorkflowExecution(of, telling, payload) {
    const [type, id] = [of.workflowType!, of.workflowId!]
    const input = of.cause === undefined ? payload : undefined
    const own = isDefaultChildId(id, of.control) ? '' : ownId(id)
    const list = telling.onTaskList(of.taskList?.name)
    return {
      text: `start child ${callText(type, input)}${own}${list}`,
      opens: { name: `child ${referenceText(type, input)}${own}`, key: `execution ${id}` },
    }
  },
  SignalExternalWorkflowExecution({ signalName, workflowId, input }, telling, payload) {
    const name = `signal '${signalName}' to ${executionName(workflowId!, telling)}`
    return { text: `send ${name}${input === undefined ? '' : `: ${payload}`}`, opens: { name } }
  },
  RequestCancelExternalWorkflowExecution({ workflowId }, telling) {
    const name = `cancel request to ${executionName(workflowId!, telling)}`
    return { text: `send ${name}`, opens: { name } }
  },
  ScheduleLambdaFunction({ name, id, input, cause }, telling) {
    const value = cause === undefined ? telling.payload(input, json) : undefined
    return {
      text: `call Lambda function ${callText({ name: name! }, value)}${ownId(id)}`,
      opens: { name: `Lambda function ${referenceText({ name: name! }, value)}${ownId(id)}` },
    }
  },
  CompleteWorkflowExecution: ({ result }, _, payload) =>
    result === undefined ? 'complete' : `complete with ${payload}`,
  FailWorkflowExecution: ({ reason, details, cause }, telling) =>
    cause === undefined ? `fail with ${telling.failure({ reason, details })}` : 'fail',
  CancelWorkflowExecution: ({ details }, _, payload) =>
    `cancel the execution${details === undefined ? '' : `: ${payload}`}`,
  ContinueAsNewWorkflowExecution: ({ input }, _, payload) =>
    input === undefined ? 'continue as new' : `continue as new with ${payload}`,
}

const payloadMembers: Readonly<Record<string, 'result' | 'details'>> = {
  CompleteWorkflowExecution: 'result',
  CancelWorkflowExecution: 'details',
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
  const text = of[payloadMembers[type] ?? 'input']
  const said = row(of, telling, value === undefined ? carriedText(text, telling) : telling.value(value.value))
  const line = typeof said === 'string' ? { text: said } : said
  const { cause } = of
  return cause === undefined || line.text === undefined ? line : { text: `${line.text}: refused, ${cause}` }
}

/** The input of a run, with what a run before it has handed on, if it has. */
export function carriedText(text: string | undefined, telling: Telling): string {
  const envelope = ours<{
    input: string | null
    signals?: { name: string; input?: string }[]
    cancel?: boolean
  }>(text, 'input')
  if (envelope === undefined) return telling.payload(text)
  const carried = [
    ...(envelope.signals ?? []).map(({ name, input }) => `signal '${name}': ${telling.payload(input)}`),
    ...(envelope.cancel === true ? ['a cancel request'] : []),
  ]
  const rest = carried.length === 0 ? '' : `, carrying ${carried.join(', ')}`
  return `${telling.payload(envelope.input ?? undefined)}${rest}`
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
function markerText(name: string, details: string | undefined, telling: Telling): string {
  if (/^s(?:\d|0x)/.test(name)) {
    const wrapped = ours<{ value: string }>(details, 'value')
    const threw = wrapped === undefined && ours(details, 'message') !== undefined
    const value = threw
      ? `an error, ${telling.failure({ details })}`
      : telling.payload(wrapped === undefined ? details : wrapped.value)
    return `record a side effect: ${value}`
  }
  if (name.startsWith('p') && details === undefined) return `record patch '${name.slice(1)}'`
  return `record marker '${name}'${details === undefined ? '' : `: ${telling.payload(details)}`}`
}

/** `<workflow id>.<10 letters of the run id's hash>.<place>` (formats), the place also being in `control`. */
function isDefaultChildId(workflowId: string, control: string | undefined): boolean {
  const [, place] = /\.[a-z2-7]{10}\.(.+)$/.exec(workflowId) ?? []
  return place !== undefined && (control === undefined || place === control)
}

const executionName = (workflowId: string, telling: Telling): string =>
  telling.named(`execution ${workflowId}`) ?? `'${telling.stable(workflowId)}'`

/** An envelope of ours with that member. */
function ours<T>(text: string | undefined, member: string): T | undefined {
  if (text?.startsWith('{"reyield":1,') !== true) return undefined
  try {
    const value = JSON.parse(text) as object
    return member in value ? (value as T) : undefined
  } catch {
    return undefined
  }
}
