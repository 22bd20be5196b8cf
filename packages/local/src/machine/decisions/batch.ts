import type { Context } from '../context.ts'
import type { Domain, Execution, TaskListOverride } from '../state/execution.ts'
import { continued, scheduleDecisionTask } from '../history/history-draft.ts'
import type { EventAttributes } from '../../model/event-attributes.ts'
import type { HistoryDraft } from '../history/history-draft.ts'
import type { Limits } from '../../model/limits.ts'
import type { Draft } from '../transaction.ts'
import { OpenIds } from './open-ids.ts'

/** Types of events that name the completion that decided them. */
type DecidedType = {
  [T in keyof EventAttributes]: EventAttributes[T] extends { decisionTaskCompletedEventId: number }
    ? T
    : never
}[keyof EventAttributes]

type DecidedAttributes<T extends DecidedType> = Omit<EventAttributes[T], 'decisionTaskCompletedEventId'>

/**
 * The answer to one decision task while it's being made: the events so far, and what is open after them. Decisions act
 * in order, so a timer that one cancels can be started again by the next.
 */
export class Batch {
  readonly context: Context
  readonly domain: Domain
  readonly execution: Execution
  readonly activities: OpenIds
  readonly timers: OpenIds
  readonly lambdas: OpenIds
  /** Children of the execution, those of this batch included. */
  openChildren: number
  /** Executions of the domain that are open or, by this batch, to be started. */
  openExecutions: number
  /** Whether there are events that the decider hasn't seen: a decision task is queued for them. No close then. */
  readonly unhandled: boolean
  private readonly draft: HistoryDraft
  private readonly completedEventId: number
  private readonly override: TaskListOverride | undefined
  private triggers = false
  private closed = false

  /** `override` is the one in force after the completion. */
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

  /** Adds the event of a decision that was accepted and gives its id. */
  record<T extends DecidedType>(eventType: T, attributes: DecidedAttributes<T>): number {
    const decided = { ...attributes, decisionTaskCompletedEventId: this.completedEventId }
    return this.draft.write(eventType, decided as unknown as EventAttributes[T])
  }

  /** Adds the event of a decision that was refused; like all failures it makes a decision task necessary. */
  refuse<T extends DecidedType>(eventType: T, attributes: DecidedAttributes<T>): void {
    this.record(eventType, attributes)
    this.triggers = true
  }

  /** Adds the event that closes the execution. */
  close<T extends DecidedType>(eventType: T, attributes: DecidedAttributes<T>): void {
    this.record(eventType, attributes)
    this.closed = true
  }

  /** The quotas, to which the limits of open things belong. */
  get limits(): Limits {
    return this.context.state.limits
  }

  finish(): Draft {
    if (this.triggers && !this.closed) scheduleDecisionTask(this.draft, this.execution, this.override)
    return this.draft.draft('decision-task-completed')
  }
}
