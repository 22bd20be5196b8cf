import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { Waiting } from '../../src/index.ts'
import { priorities } from './program.ts'

/** Checks that a history never contains: an operation asked for twice, an id in use, a broken shield. */
export function faultsOf(events: readonly HistoryEvent[]): string[] {
  const faults: string[] = []
  const asked = new Map<string, number>()
  const shielded = new Set<string>()
  /** The code that wrote the input of an activity's attempts. */
  const authors = new Map<string, string>()
  const makers = new Map<string, string>()
  for (const event of events) {
    for (const value of Object.values(event)) {
      const { cause } = (typeof value === 'object' && value !== null ? value : {}) as { cause?: string }
      if (cause !== undefined && /ALREADY_IN_USE/.test(cause)) faults.push(cause)
    }
    const once = (what: string) => {
      asked.set(what, (asked.get(what) ?? 0) + 1)
      if (asked.get(what)! > 1) faults.push(`twice: ${what}`)
    }
    const again = (what: string) => asked.set(what, asked.get(what)! - 1)
    const signal = event.signalExternalWorkflowExecutionInitiatedEventAttributes
    const refused = event.signalExternalWorkflowExecutionFailedEventAttributes
    const cancel = event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes
    const cancelRefused = event.requestCancelExternalWorkflowExecutionFailedEventAttributes
    const marker = event.markerRecordedEventAttributes
    const activity = event.activityTaskScheduledEventAttributes
    if (signal) once(`signal ${signal.control}`)
    if (refused?.cause?.endsWith('RATE_EXCEEDED')) again(`signal ${refused.control}`)
    if (cancel) once(`cancel of child ${cancel.control}`)
    if (cancelRefused?.cause?.endsWith('RATE_EXCEEDED')) again(`cancel of child ${cancelRefused.control}`)
    if (marker && !marker.markerName!.startsWith('d')) once(`marker ${marker.markerName}`) // H4: they may be void
    if (activity !== undefined && activity.control === undefined && activity.activityId !== 'named') {
      once(`activity ${activity.activityId}`)
    }
    if (activity?.taskPriority === String(priorities.shielded) && activity.activityId !== 'named') {
      shielded.add(activity.activityId!)
    }
    const made = /"made":(\d+)/.exec(activity?.input ?? '')?.[1]
    if (made !== undefined) {
      if ((makers.get(made) ?? activity!.activityId) !== activity!.activityId)
        faults.push(`an input was changed later: ${made}`)
      makers.set(made, activity!.activityId!)
    }
    const author = / of the (\w+) code/.exec(activity?.input ?? '')?.[1]
    if (author !== undefined) {
      if ((authors.get(activity!.activityId!) ?? author) !== author)
        faults.push(`a further attempt has another input: ${activity!.activityId}`)
      authors.set(activity!.activityId!, author)
    }
    const canceled = event.activityTaskCancelRequestedEventAttributes?.activityId
    if (canceled !== undefined && shielded.has(canceled)) faults.push(`canceled under a shield: ${canceled}`)
  }
  return faults
}

/**
 * Checks the effects of a cancel request. `splits`: cancels may be sent late.
 *
 * Every open activity outside a shield must get it (C7), and if
 * nothing catches, nothing new is begun (C8, C9).
 */
export function faultsOfCancel(
  events: readonly HistoryEvent[],
  { catches, splits }: { readonly catches: boolean; readonly splits: boolean },
): string[] {
  const request = events.find(({ eventType }) => eventType === 'WorkflowExecutionCancelRequested')?.eventId
  const completed = events.find(
    ({ decisionTaskCompletedEventAttributes: task }) =>
      request !== undefined && task && task.startedEventId! > request,
  )
  if (request === undefined || completed === undefined || events.some(isRefusedClose)) return []
  const faults: string[] = []
  const open = new Map<number, string>()
  for (const event of events) {
    const id = event.eventId!
    const activity = event.activityTaskScheduledEventAttributes
    if (activity !== undefined && (activity.taskPriority ?? '0') === '0') {
      if (id < request) open.set(id, activity.activityId!)
      else if (!catches && id > completed.eventId!)
        faults.push(`begun after a cancel request: ${activity.activityId}`)
    }
    const ended =
      event.activityTaskCompletedEventAttributes ??
      event.activityTaskFailedEventAttributes ??
      event.activityTaskTimedOutEventAttributes ??
      event.activityTaskCanceledEventAttributes
    if (ended !== undefined && open.has(ended.scheduledEventId!)) {
      if (!splits && id > completed.eventId!)
        faults.push(`did not get a cancel request: ${open.get(ended.scheduledEventId!)}`)
      open.delete(ended.scheduledEventId!)
    }
    const canceled = event.activityTaskCancelRequestedEventAttributes?.activityId
    if (canceled !== undefined) for (const [of, name] of open) if (name === canceled) open.delete(of)
  }
  return faults
}

/** The program was over, and its open activities were to die with the execution. */
const isRefusedClose = ({ eventType }: HistoryEvent) =>
  /^(Complete|Fail|Cancel|ContinueAsNew)WorkflowExecutionFailed$/.test(eventType!)

/**
 * L4: an answer that leaves anything unsent must leave something that will cause a task. An operation may
 * wait for the limit of its own kind, or for its own id; anything else needs `~wake` or `~back`.
 */
export function stalls(
  events: readonly HistoryEvent[],
  decisions: readonly Decision[],
  waiting: readonly Waiting[],
): string[] {
  const asked = new Set<string>()
  const open = new Map<number, string>()
  for (const event of events) {
    const { activityTaskScheduledEventAttributes: activity, timerStartedEventAttributes: timer } = event
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes
    if (activity) open.set(event.eventId!, 'activity')
    if (timer) open.set(event.eventId!, timer.timerId!.startsWith('~') ? timer.timerId! : 'timer')
    if (child) open.set(event.eventId!, 'child')
    for (const value of Object.values(event)) {
      const ids = Object(value) as {
        scheduledEventId?: number
        startedEventId?: number
        initiatedEventId?: number
      }
      const ends = /(Completed|Failed|TimedOut|Canceled|Terminated|Fired)$/.test(event.eventType!)
      if (ends)
        for (const id of [ids.scheduledEventId, ids.startedEventId, ids.initiatedEventId])
          open.delete(id ?? 0)
    }
  }
  for (const { cancelTimerDecisionAttributes: canceled } of decisions) {
    const started = events.findLast(event => event.timerStartedEventAttributes?.timerId === canceled?.timerId)
    if (canceled !== undefined && started !== undefined) open.delete(started.eventId!)
  }
  const kinds = new Set(open.values())
  for (const decision of decisions) {
    const { scheduleActivityTaskDecisionAttributes: activity, startTimerDecisionAttributes: timer } = decision
    const child = decision.startChildWorkflowExecutionDecisionAttributes
    if (activity) asked.add(`activity ${activity.activityId}`)
    if (timer) asked.add(`timer ${timer.timerId}`)
    if (child) asked.add(`child ${child.control}`)
    if (timer?.timerId!.startsWith('~')) kinds.add(timer.timerId!)
    kinds.add(activity ? 'activity' : timer ? 'timer' : child ? 'child' : 'none')
  }
  if (kinds.has('~wake') || kinds.has('~back')) return []
  return waiting
    .filter(({ kind, state, id }) => state === 'wanted' && !asked.has(`${kind} ${id}`) && id !== 'named')
    .filter(
      ({ kind }) =>
        kind === 'sideEffect' || (['activity', 'timer', 'child'].includes(kind) && !kinds.has(kind)),
    )
    .map(({ kind, id }) => `nothing causes a task for ${kind} ${id}`)
}
