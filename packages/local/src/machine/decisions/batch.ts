import type { Context } from '../context.ts'
import type { Domain, Execution, TaskListOverride } from '../state/execution.ts'
import { continued, scheduleDecisionTask } from '../history/history-draft.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { HistoryDraft } from '../history/history-draft.ts'
import type { Limits } from '../../model/limits.ts'
import type { Draft } from '../transaction.ts'
import type { DecisionAttributes, RefusableDecision } from './decision-types.ts'
import { OpenIds } from './open-ids.ts'
import { refusals } from './refusals.ts'

/** Event types that refer to the DecisionTaskCompleted event of their decision. */
type DecidedType = {
  [T in keyof EventAttributes]: EventAttributes[T] extends { decisionTaskCompletedEventId: number }
    ? T
    : never
}[keyof EventAttributes]

type DecidedAttributes<T extends DecidedType> = Omit<EventAttributes[T], 'decisionTaskCompletedEventId'>

/**
 * Carries out the decisions of one decision task: the events so far, and what is open after them. Decisions take effect in order,
 * so a decision can start a timer with the id of one that the previous decision canceled.
 */
export class Batch {
  readonly context: Context
  readonly domain: Domain
  readonly execution: Execution
  readonly activities: OpenIds
  readonly timers: OpenIds
  readonly lambdas: OpenIds
  /** The children of the execution, including those that this batch starts. */
  openChildren: number
  /** The open executions of the domain, including those that this batch starts. */
  openExecutions: number
  /**
   * Whether there are events that the decider hasn't seen, for which a decision task is queued. Then the execution can't close.
   */
  readonly unhandled: boolean
  private readonly draft: HistoryDraft
  private readonly completedEventId: number
  private readonly override: TaskListOverride | undefined
  private triggers = false
  private closed = false

  /** `override` is the one that applies after the completion. */
  constructor(
    context: Context,
    execution: Execution,
    completed: EventAttributes['DecisionTaskCompleted'],
    override: TaskListOverride | undefined,
  ) {
    this.context = context
    this.domain = execution.domain
    this.execution = execution
    this.unhandled = execution.queued !== undefined
    const { activities, timers, lambdas } = execution
    this.activities = new OpenIds(activities.size, id => activities.get(id)?.scheduledEventId)
    this.timers = new OpenIds(timers.size, id => timers.get(id)?.startedEventId)
    this.lambdas = new OpenIds(lambdas.size, id => lambdas.get(id)?.scheduledEventId)
    this.openChildren = execution.children.size
    this.openExecutions = this.domain.open.size
    this.override = override
    this.draft = continued(execution, context.now)
    this.completedEventId = this.draft.write('DecisionTaskCompleted', completed)
  }

  /** Adds the event of an accepted decision and returns its id. */
  record<T extends DecidedType>(eventType: T, attributes: DecidedAttributes<T>): number {
    const decided = { ...attributes, decisionTaskCompletedEventId: this.completedEventId }
    return this.draft.write(eventType, decided as unknown as EventAttributes[T])
  }

  /** Adds the event of a refused decision. The decider must see it, so a decision task is scheduled. */
  refuse<T extends RefusableDecision>(
    decisionType: T,
    attributes: DecisionAttributes<T>,
    cause: string,
  ): void {
    this.record(`${decisionType}Failed`, { ...refusals[decisionType](attributes), cause } as never)
    this.triggers = true
  }

  /** Adds the event that closes the execution, or returns the cause of a refusal. */
  close<T extends DecidedType>(
    eventType: T,
    attributes: DecidedAttributes<T>,
  ): 'UNHANDLED_DECISION' | undefined {
    if (this.unhandled) return 'UNHANDLED_DECISION'
    this.record(eventType, attributes)
    this.closed = true
    return undefined
  }

  /** The quotas, including the limits of open activities, timers and children. */
  get limits(): Limits {
    return this.context.state.limits
  }

  finish(): Draft {
    if (this.triggers && !this.closed) scheduleDecisionTask(this.draft, this.execution, this.override)
    return this.draft.draft('decision-task-completed')
  }
}
