import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import type { DecisionCall, DecisionEnd } from '@reyield/worker'
import { codeLabel } from './codes.ts'
import type { Metrics } from './metrics.ts'
import { timeOf, WaitingActivities } from './waiting-activities.ts'

/** Counts what deciders do, and what they read in histories. */
export class DecisionMetrics {
  readonly #metrics: Metrics
  readonly #waiting = new WaitingActivities()

  constructor(metrics: Metrics) {
    this.#metrics = metrics
  }

  /** Activities whose wait for a worker is being measured. */
  get waiting(): number {
    return this.#waiting.count
  }

  /** Counts a decision task that has ended after so many milliseconds. */
  ended(task: DecisionCall, end: DecisionEnd, milliseconds: number): void {
    const { domain, taskList, workflowType, startedEventId } = task
    const { name } = workflowType
    const { outcome, error, cache, replayedEvents, events } = end
    const metrics = this.#metrics
    metrics.decisionTasks.add([domain, name, outcome])
    metrics.decisionDuration.record([domain, name], milliseconds / 1000)
    metrics.cacheLookups.add([domain, taskList, cache])
    if (replayedEvents > 0) metrics.replayedEvents.record([domain, name], replayedEvents)
    const wait = waitOf(events, startedEventId)
    if (wait !== undefined) {
      metrics.decisionWait.record([domain, taskList, task.sticky ? 'true' : 'false'], wait / 1000)
    }
    if (outcome === 'held' || outcome === 'released') {
      metrics.undecidable.add([domain, name, codeLabel(error)])
    }
    // Until SWF has recorded an answer, the next decision task has the same events again.
    if (outcome === 'completed' || outcome === 'held') this.#answered(task, end)
  }

  #answered({ domain, workflowType: { name }, runId, ...task }: DecisionCall, end: DecisionEnd): void {
    const metrics = this.#metrics
    metrics.historyEvents.record([domain, name], task.startedEventId)
    for (const event of end.events) {
      const begun = this.#waiting.note(runId, event)
      if (event.eventId! <= task.previousStartedEventId) continue
      if (begun !== undefined) {
        metrics.activityWait.record([domain, begun.taskList], (timeOf(event) - begun.at) / 1000)
      } else this.#count(event, domain, name)
    }
    const outcome = end.decisions.map(outcomeOf).find(found => found !== undefined)
    if (outcome === undefined) return
    this.#waiting.forget(runId)
    metrics.closed.add([domain, name, outcome])
  }

  #count(event: HistoryEvent, domain: string, workflow: string): void {
    const { activityRetries, activityTimeouts, started } = this.#metrics
    if (event.eventType === 'WorkflowExecutionStarted') started.add([domain, workflow])
    else if (event.eventType === 'ActivityTaskTimedOut') {
      const { timeoutType } = event.activityTaskTimedOutEventAttributes!
      activityTimeouts.add([domain, workflow, (timeoutType ?? '').toLowerCase()])
    } else if (isRetry(event.timerStartedEventAttributes?.timerId)) activityRetries.add([domain, workflow])
  }
}

/** How long a decision task waited, in milliseconds; undefined if the events don't say it. */
function waitOf(events: readonly HistoryEvent[], startedEventId: number): number | undefined {
  const started = events.at(-1)
  if (started?.eventId !== startedEventId) return undefined
  const scheduledId = started.decisionTaskStartedEventAttributes?.scheduledEventId
  const scheduled = events.findLast(({ eventId }) => eventId === scheduledId)
  return scheduled === undefined ? undefined : timeOf(started) - timeOf(scheduled)
}

/** The timer before the next attempt of an activity has the id `<activity>~<attempt>` (docs/internals/formats.md). */
const isRetry = (timerId: string | undefined) => timerId !== undefined && /^[^~].*~\d+$/.test(timerId)

const outcomes: Readonly<Record<string, string>> = {
  CompleteWorkflowExecution: 'completed',
  FailWorkflowExecution: 'failed',
  CancelWorkflowExecution: 'canceled',
  ContinueAsNewWorkflowExecution: 'continued_as_new',
}

const outcomeOf = ({ decisionType }: Decision): string | undefined => outcomes[decisionType!]
