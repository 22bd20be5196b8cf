import { endings, parts, references } from './references.ts'

/** A row of the log, as in the file. */
export interface LogRow {
  readonly seq: number
  readonly at: number
  readonly kind: string
  readonly key: string
  readonly events?: readonly LogEvent[] | undefined
}

export interface LogEvent {
  readonly eventId: number
  readonly eventTimestamp: number
  readonly eventType: string
}

interface History {
  readonly key: string
  readonly events: { readonly type: string; readonly attributes: Attributes; readonly seq: number }[]
  /** The ids of events whose activity, timer or child has ended. */
  readonly ended: Set<number>
  readonly begun: Set<number>
  queued: number
  started: number
  closed: boolean
}
type Attributes = Readonly<Record<string, unknown>>

const closeTypes = ['Completed', 'Failed', 'Canceled', 'TimedOut', 'Terminated', 'ContinuedAsNew'].map(
  how => `WorkflowExecution${how}`,
)
/** Failures that occur after the batch, but refer to it. */
const late = [
  'StartChildWorkflowExecutionFailed',
  'SignalExternalWorkflowExecutionFailed',
  'RequestCancelExternalWorkflowExecutionFailed',
]

/** A range of removed rows, both ends included. */
export interface RemovedRows {
  readonly first: number
  readonly last: number
}

/**
 * Reports violations in a log. It knows the format of the log and the rules of histories, but uses no code of the program.
 * Executions may have been removed, their first row first; the rest of an execution without its first row is ignored.
 */
export function faultsOfLog(log: Iterable<LogRow>, removed: readonly RemovedRows[] = []): string[] {
  const faults: string[] = []
  const histories = new Map<string, History>()
  const open = new Map<string, string>()
  const gaps = new Map(removed.map(({ first, last }) => [first, last]))
  let seq = 0
  let at = 0
  for (const row of log) {
    seq = (gaps.get(seq + 1) ?? seq) + 1
    if (row.seq !== seq) faults.push(`seq ${row.seq} in place ${seq}`)
    if (row.at < at) faults.push(`seq ${row.seq}: the time goes back`)
    at = row.at
    for (const event of row.events ?? []) {
      const report = (fault: string) =>
        faults.push(`${row.key} ${event.eventId} ${event.eventType}: ${fault}`)
      let history = histories.get(row.key)
      if (history === undefined) {
        if (removed.length > 0 && event.eventId > 1) continue
        history = emptyHistory(row.key)
        histories.set(row.key, history)
        if (event.eventType !== 'WorkflowExecutionStarted') report('not the beginning of a history')
        const workflow = workflowOf(row.key)
        if (open.has(workflow)) report(`${open.get(workflow)} is open`)
        open.set(workflow, row.key)
      }
      if (Math.round(event.eventTimestamp * 1000) !== row.at) report('another time than its transaction')
      check(history, event, row.seq, histories, removed.length > 0, report)
      if (history.closed && open.get(workflowOf(row.key)) === row.key) open.delete(workflowOf(row.key))
    }
  }
  return faults
}

const emptyHistory = (key: string): History => ({
  key,
  events: [],
  ended: new Set(),
  begun: new Set(),
  queued: 0,
  started: 0,
  closed: false,
})

/** Region, domain and workflow id contain no slash in a key, but a run id can. */
const workflowOf = (key: string) => key.split('/', 3).join('/')

export function attributesOf(event: LogEvent): Attributes {
  const name = `${event.eventType[0]!.toLowerCase()}${event.eventType.slice(1)}EventAttributes`
  return ((event as unknown as Record<string, unknown>)[name] ?? {}) as Attributes
}

function check(
  history: History,
  event: LogEvent,
  seq: number,
  histories: ReadonlyMap<string, History>,
  someAreGone: boolean,
  report: (fault: string) => void,
): void {
  const { events } = history
  const { eventType: type } = event
  const attributes = attributesOf(event)
  if (event.eventId !== events.length + 1) report(`in place ${events.length + 1}`)
  if (history.closed) report('after the close')
  decisionTask(history, event.eventId, type, attributes, report)

  for (const [member, { to, zero = false }] of Object.entries(references[type] ?? {})) {
    const id = attributes[member]
    if (id === 0 && zero) continue
    const target = typeof id === 'number' ? events[id - 1] : undefined
    if (target === undefined || !to.includes(target.type))
      report(`${member} ${JSON.stringify(id)} is no ${to.join(', ')}`)
  }
  const { decisionTaskCompletedEventId: decided } = attributes
  if (decided !== undefined) {
    const target = events[(decided as number) - 1]
    if (target?.type !== 'DecisionTaskCompleted') {
      report(`decisionTaskCompletedEventId ${JSON.stringify(decided)} is no DecisionTaskCompleted`)
    } else if (target.seq !== seq && !(late.includes(type) && attributes['initiatedEventId'] !== 0)) {
      report('in another transaction than its batch')
    }
  }
  elsewhere(attributes, type, histories, history.key, someAreGone, report)

  const ending = endings[type]
  if (ending !== undefined) once(history.ended, attributes[ending] as number, 'ends', report)
  const part = parts[type]
  if (part !== undefined) {
    const opened = attributes[part] as number
    if (history.ended.has(opened)) report(`${opened} has ended`)
    once(history.begun, opened, 'begins', report)
  }
  history.closed ||= closeTypes.includes(type)
  events.push({ type, attributes, seq })
}

function once(ids: Set<number>, id: number, what: string, report: (fault: string) => void): void {
  if (id !== 0 && ids.has(id)) report(`${id} ${what} a second time`)
  ids.add(id)
}

/** At most one queued and one started decision task. */
function decisionTask(
  history: History,
  id: number,
  type: string,
  { scheduledEventId, startedEventId }: Attributes,
  report: (fault: string) => void,
): void {
  const is = (now: { queued?: number; started?: number }) => {
    if (now.queued !== undefined && history.queued !== now.queued) report(`queued is ${history.queued}`)
    if (now.started !== undefined && history.started !== now.started) report(`started is ${history.started}`)
  }
  if (type === 'DecisionTaskScheduled') {
    is({ queued: 0 })
    history.queued = id
  } else if (type === 'DecisionTaskStarted') {
    is({ queued: scheduledEventId as number, started: 0 })
    history.queued = 0
    history.started = id
  } else if (type === 'DecisionTaskTimedOut' && startedEventId === 0) {
    is({ queued: scheduledEventId as number })
    history.queued = 0
  } else if (type === 'DecisionTaskCompleted' || type === 'DecisionTaskTimedOut') {
    is({ started: startedEventId as number })
    history.started = 0
  }
}

/** References into the history of another execution. */
function elsewhere(
  attributes: Attributes,
  type: string,
  histories: ReadonlyMap<string, History>,
  key: string,
  someAreGone: boolean,
  report: (fault: string) => void,
): void {
  const [member, other, to] =
    type === 'WorkflowExecutionStarted'
      ? ['parentInitiatedEventId', 'parentWorkflowExecution', 'StartChildWorkflowExecutionInitiated']
      : type === 'WorkflowExecutionSignaled'
        ? [
            'externalInitiatedEventId',
            'externalWorkflowExecution',
            'SignalExternalWorkflowExecutionInitiated',
          ]
        : type === 'WorkflowExecutionCancelRequested'
          ? [
              'externalInitiatedEventId',
              'externalWorkflowExecution',
              'RequestCancelExternalWorkflowExecutionInitiated',
            ]
          : []
  if (member === undefined) return
  const id = attributes[member] as number
  if (id === 0) return
  const { workflowId, runId } = (attributes[other!] ?? {}) as { workflowId?: string; runId?: string }
  const [region, domain] = key.split('/')
  const name = workflowId?.replaceAll('%', '%25').replaceAll('/', '%2F')
  const target = histories.get(`${region}/${domain}/${name}/${runId}`)
  if (target === undefined && someAreGone) return
  if (target?.events[id - 1]?.type !== to) report(`${member} ${id} is no ${to} of ${workflowId}`)
}
