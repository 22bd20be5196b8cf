import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf, superjson } from '@reyield/data'
import type { AnyWorkflow } from '@reyield/workflow'
import { createReplay, type Replay, type ReplayOptions, type ReplayReport } from '../src/index.ts'

const execution = { workflowId: 'history', runId: 'run/1=' }

/**
 * A history that a test records event by event, and a replay that follows it. `record` writes plain events (ids and times by itself),
 * `task` the three events of a decision task with the batch that is given or that the replay decides.
 */
export class ReplayedHistory {
  readonly events: HistoryEvent[] = []
  readonly #definition: AnyWorkflow
  readonly #options: Partial<ReplayOptions>
  replay: Replay

  constructor(definition: AnyWorkflow, input?: unknown, options: Partial<ReplayOptions> = {}) {
    this.#definition = definition
    this.#options = options
    this.replay = this.fresh()
    this.record('WorkflowExecutionStarted', { input: superjson.serialize(input), taskList: { name: 'main' } })
  }

  fresh(): Replay {
    return createReplay(this.#definition, { execution, serializer: superjson, ...this.#options })
  }

  /** Records one event and returns its id. */
  record(eventType: string, attributes: object = {}): number {
    const eventId = this.events.length + 1
    const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
    const eventTimestamp = new Date(Date.UTC(2026, 0, 1) + eventId * 1000)
    this.events.push({ eventId, eventTimestamp, eventType, [member]: attributes } as HistoryEvent)
    return eventId
  }

  /** Records the start of a decision task. */
  begin(): this {
    this.record('DecisionTaskScheduled', { taskList: { name: 'main' } })
    this.record('DecisionTaskStarted', { scheduledEventId: this.events.length })
    return this
  }

  /** Returns the decisions of the cached replay for the open decision task. */
  async decide(): Promise<Decision[]> {
    await this.replay.feed(this.events)
    return this.replay.decisions()
  }

  /** Completes the open decision task: its batch is what SWF records for these decisions. */
  complete(decisions: readonly Decision[] = []): this {
    const started = this.events.findLast(({ eventType }) => eventType === 'DecisionTaskStarted')
    const decisionTaskCompletedEventId = this.record('DecisionTaskCompleted', {
      scheduledEventId: started?.decisionTaskStartedEventAttributes?.scheduledEventId,
      startedEventId: started?.eventId,
    })
    for (const decision of decisions) this.#record(decision, decisionTaskCompletedEventId)
    return this
  }

  /** Records a whole decision task, decided by the replay. Returns the decisions in short. */
  async task(): Promise<string[]> {
    this.begin()
    const decisions = await this.decide()
    this.complete(decisions)
    return decisions.map(short)
  }

  /** Ends an open activity or timer by its id. */
  completed(activityId: string, result?: unknown): this {
    const scheduledEventId = this.opened('ActivityTaskScheduled', 'activityId', activityId)
    this.record('ActivityTaskCompleted', {
      scheduledEventId,
      startedEventId: 0,
      result: superjson.serialize(result),
    })
    return this
  }

  failed(activityId: string, reason: string, details?: string): this {
    const scheduledEventId = this.opened('ActivityTaskScheduled', 'activityId', activityId)
    this.record('ActivityTaskFailed', { scheduledEventId, startedEventId: 0, reason, details })
    return this
  }

  fired(timerId: string): this {
    const startedEventId = this.opened('TimerStarted', 'timerId', timerId)
    this.record('TimerFired', { timerId, startedEventId })
    return this
  }

  /** Id of the newest event that opened something. */
  opened(eventType: string, member: string, id: string): number {
    const found = this.events.findLast(
      event => event.eventType === eventType && attributesOf(event)?.[member] === id,
    )
    if (found === undefined) throw new Error(`The history has no ${eventType} of '${id}'`)
    return found.eventId!
  }

  /** The decisions of the last task in three ways, which must agree: cached, by a new replay, and page by page. */
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

  /** The next event of a child, by the child's place. */
  child(id: string, what: string, attributes: object = {}): this {
    const initiatedEventId = this.opened('StartChildWorkflowExecutionInitiated', 'control', id)
    const { workflowId, workflowType } = attributesOf(
      this.events[initiatedEventId - 1]!,
    ) as unknown as ChildAttributes
    const workflowExecution = { workflowId, runId: `run of ${workflowId}` }
    this.record(`ChildWorkflowExecution${what}`, {
      initiatedEventId,
      startedEventId: 0,
      workflowExecution,
      workflowType,
      ...attributes,
    })
    return this
  }

  #record(decision: Decision, decisionTaskCompletedEventId: number): void {
    const type = decision.decisionType!
    const given = attributesOfDecision(decision)
    const timer = decision.cancelTimerDecisionAttributes?.timerId
    const more = timer === undefined ? {} : { startedEventId: this.opened('TimerStarted', 'timerId', timer) }
    this.record(recordedAs[type]!, { ...given, ...more, decisionTaskCompletedEventId })
  }
}

interface ChildAttributes {
  readonly workflowId: string
  readonly workflowType: object
}

/** The event with which SWF records a decision that it accepts. */
const recordedAs: Readonly<Record<string, string>> = {
  ScheduleActivityTask: 'ActivityTaskScheduled',
  RequestCancelActivityTask: 'ActivityTaskCancelRequested',
  StartTimer: 'TimerStarted',
  CancelTimer: 'TimerCanceled',
  RecordMarker: 'MarkerRecorded',
  StartChildWorkflowExecution: 'StartChildWorkflowExecutionInitiated',
  SignalExternalWorkflowExecution: 'SignalExternalWorkflowExecutionInitiated',
  RequestCancelExternalWorkflowExecution: 'RequestCancelExternalWorkflowExecutionInitiated',
  ScheduleLambdaFunction: 'LambdaFunctionScheduled',
  CompleteWorkflowExecution: 'WorkflowExecutionCompleted',
  FailWorkflowExecution: 'WorkflowExecutionFailed',
  CancelWorkflowExecution: 'WorkflowExecutionCanceled',
  ContinueAsNewWorkflowExecution: 'WorkflowExecutionContinuedAsNew',
}

function attributesOfDecision(decision: Decision): Record<string, unknown> {
  const member = Object.keys(decision).find(key => key.endsWith('DecisionAttributes'))
  return (decision as unknown as Record<string, Record<string, unknown>>)[member ?? ''] ?? {}
}

const value = (text: unknown) => JSON.stringify(superjson.deserialize(text as string | undefined))

/** A decision in short: `schedule 1 charge`, `start 2 5s`, `complete {…}`. */
export function short(decision: Decision): string {
  const a = attributesOfDecision(decision) as Record<string, string>
  const type = (given: unknown) => (given as { name: string }).name
  const inShort: Readonly<Record<string, () => string>> = {
    ScheduleActivityTask: () => `schedule ${a.activityId} ${type(a.activityType)}`,
    RequestCancelActivityTask: () => `cancel activity ${a.activityId}`,
    StartTimer: () => `start ${a.timerId} ${a.startToFireTimeout}s`,
    CancelTimer: () => `cancel timer ${a.timerId}`,
    RecordMarker: () =>
      a.details === undefined
        ? `mark ${a.markerName}`
        : `mark ${a.markerName} ${a.markerName!.startsWith('s') ? value(a.details) : a.details}`,
    StartChildWorkflowExecution: () => `start child ${a.control} ${type(a.workflowType)}`,
    SignalExternalWorkflowExecution: () => `signal ${a.control} ${a.signalName} to ${a.workflowId}`,
    RequestCancelExternalWorkflowExecution: () => `cancel ${a.control} execution ${a.workflowId}`,
    ScheduleLambdaFunction: () => `lambda ${a.id} ${a.name}`,
    CompleteWorkflowExecution: () => `complete ${value(a.result)}`,
    FailWorkflowExecution: () => `fail ${a.reason}`,
    ContinueAsNewWorkflowExecution: () => `continue as new ${a.input}`,
  }
  return inShort[decision.decisionType!]?.() ?? String(decision.decisionType)
}
