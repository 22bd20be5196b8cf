import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf, superjson } from '@reyield/data'
import type { AnyWorkflow } from '@reyield/workflow'
import { createReplay, type Replay, type ReplayOptions, type ReplayReport } from '../src/index.ts'

const execution = { workflowId: 'story', runId: 'run/1=' }

/**
 * A history told event by event, and a replay that follows it. `tell` writes plain events (ids and times by itself),
 * `task` the three events of a decision task with the batch that is given or that the replay decides.
 */
export class Story {
  readonly events: HistoryEvent[] = []
  readonly #definition: AnyWorkflow
  readonly #options: Partial<ReplayOptions>
  replay: Replay

  constructor(definition: AnyWorkflow, input?: unknown, options: Partial<ReplayOptions> = {}) {
    this.#definition = definition
    this.#options = options
    this.replay = this.fresh()
    this.tell('WorkflowExecutionStarted', { input: superjson.serialize(input), taskList: { name: 'main' } })
  }

  fresh(): Replay {
    return createReplay(this.#definition, { execution, serializer: superjson, ...this.#options })
  }

  /** Writes one event; gives its id. */
  tell(eventType: string, attributes: object = {}): number {
    const eventId = this.events.length + 1
    const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
    const eventTimestamp = new Date(Date.UTC(2026, 0, 1) + eventId * 1000)
    this.events.push({ eventId, eventTimestamp, eventType, [member]: attributes } as HistoryEvent)
    return eventId
  }

  /** Begins a decision task. */
  begin(): this {
    this.tell('DecisionTaskScheduled', { taskList: { name: 'main' } })
    this.tell('DecisionTaskStarted', { scheduledEventId: this.events.length })
    return this
  }

  /** What the kept replay answers to the open decision task. */
  async decide(): Promise<Decision[]> {
    await this.replay.feed(this.events)
    return this.replay.decisions()
  }

  /** Completes the open decision task: its batch is what SWF records for these decisions. */
  complete(decisions: readonly Decision[] = []): this {
    const decisionTaskCompletedEventId = this.tell('DecisionTaskCompleted')
    for (const decision of decisions) this.#record(decision, decisionTaskCompletedEventId)
    return this
  }

  /** A whole decision task, answered by the replay; gives the decisions in short. */
  async task(): Promise<string[]> {
    this.begin()
    const decisions = await this.decide()
    this.complete(decisions)
    return decisions.map(short)
  }

  /** Ends an open activity or timer by its id. */
  completed(activityId: string, result?: unknown): this {
    const scheduledEventId = this.opened('ActivityTaskScheduled', 'activityId', activityId)
    this.tell('ActivityTaskCompleted', {
      scheduledEventId,
      startedEventId: 0,
      result: superjson.serialize(result),
    })
    return this
  }

  failed(activityId: string, reason: string, details?: string): this {
    const scheduledEventId = this.opened('ActivityTaskScheduled', 'activityId', activityId)
    this.tell('ActivityTaskFailed', { scheduledEventId, startedEventId: 0, reason, details })
    return this
  }

  fired(timerId: string): this {
    const startedEventId = this.opened('TimerStarted', 'timerId', timerId)
    this.tell('TimerFired', { timerId, startedEventId })
    return this
  }

  /** Id of the newest event that opened something. */
  opened(eventType: string, member: string, id: string): number {
    const found = this.events.findLast(
      event => event.eventType === eventType && attributesOf(event)?.[member] === id,
    )
    if (found === undefined) throw new Error(`The story has no ${eventType} of '${id}'`)
    return found.eventId!
  }

  /** The answer to the last decision task three ways: kept, fresh, and page by page; they must agree. */
  async everyWay(
    pageSizes: readonly number[] = [1, 2, 3, 5],
  ): Promise<{ decisions: Decision[]; report: ReplayReport }> {
    const whole = this.fresh()
    await whole.feed(this.events)
    const decisions = await whole.decisions()
    for (const size of pageSizes) {
      const paged = this.fresh()
      for (let i = 0; i < this.events.length; i += size) await paged.feed(this.events.slice(i, i + size))
      if (JSON.stringify(await paged.decisions()) !== JSON.stringify(decisions)) {
        throw new Error(`Pages of ${size} decide differently`)
      }
    }
    return { decisions, report: whole.report() }
  }

  #record(decision: Decision, decisionTaskCompletedEventId: number): void {
    const by = { decisionTaskCompletedEventId }
    const {
      scheduleActivityTaskDecisionAttributes: activity,
      startTimerDecisionAttributes: timer,
      cancelTimerDecisionAttributes: timerCancel,
      requestCancelActivityTaskDecisionAttributes: activityCancel,
      completeWorkflowExecutionDecisionAttributes: complete,
      failWorkflowExecutionDecisionAttributes: fail,
    } = decision
    if (activity) this.tell('ActivityTaskScheduled', { ...activity, ...by })
    else if (timer) this.tell('TimerStarted', { ...timer, ...by })
    else if (timerCancel) {
      const startedEventId = this.opened('TimerStarted', 'timerId', timerCancel.timerId!)
      this.tell('TimerCanceled', { ...timerCancel, startedEventId, ...by })
    } else if (activityCancel) this.tell('ActivityTaskCancelRequested', { ...activityCancel, ...by })
    else if (complete) this.tell('WorkflowExecutionCompleted', { ...complete, ...by })
    else if (fail) this.tell('WorkflowExecutionFailed', { ...fail, ...by })
    else if (decision.decisionType === 'CancelWorkflowExecution') this.tell('WorkflowExecutionCanceled', by)
    else throw new Error(`The story can't record ${decision.decisionType}`)
  }
}

/** A decision in short: `schedule 1 charge`, `start 2 5s`, `complete {…}`. */
export function short(decision: Decision): string {
  const {
    scheduleActivityTaskDecisionAttributes: activity,
    startTimerDecisionAttributes: timer,
    cancelTimerDecisionAttributes: timerCancel,
    requestCancelActivityTaskDecisionAttributes: activityCancel,
    completeWorkflowExecutionDecisionAttributes: complete,
    failWorkflowExecutionDecisionAttributes: fail,
  } = decision
  if (activity) return `schedule ${activity.activityId} ${activity.activityType!.name}`
  if (timer) return `start ${timer.timerId} ${timer.startToFireTimeout}s`
  if (timerCancel) return `cancel timer ${timerCancel.timerId}`
  if (activityCancel) return `cancel activity ${activityCancel.activityId}`
  if (complete) return `complete ${JSON.stringify(superjson.deserialize(complete.result))}`
  if (fail) return `fail ${fail.reason}`
  return String(decision.decisionType)
}
