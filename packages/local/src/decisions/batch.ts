import type { Execution, TaskListOverride } from '../execution.ts'
import { continued, scheduleDecisionTask } from '../history-draft.ts'
import type { EventAttributes, HistoryDraft } from '../history-draft.ts'
import type { Domain, State } from '../state.ts'
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
  readonly state: State
  readonly domain: Domain
  readonly activities: OpenIds
  readonly timers: OpenIds
  /** Whether there are events that the decider hasn't seen: a decision task is queued for them. No close then. */
  readonly unhandled: boolean
  private readonly execution: Execution
  private readonly draft: HistoryDraft
  private readonly completedEventId: number
  private readonly override: TaskListOverride | undefined
  private triggers = false
  private closed = false

  /** `override` is the one in force after the completion. */
  constructor(
    state: State,
    execution: Execution,
    now: number,
    completed: EventAttributes['DecisionTaskCompleted'],
    override: TaskListOverride | undefined,
  ) {
    this.state = state
    this.domain = state.domains.get(execution.domain)!
    this.execution = execution
    this.unhandled = execution.queued !== undefined
    const { activities, timers } = execution
    this.activities = new OpenIds(activities.size, id => activities.get(id)?.scheduledEventId)
    this.timers = new OpenIds(timers.size, id => timers.get(id)?.startedEventId)
    this.override = override
    this.draft = continued(execution, now)
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

  finish(): Draft {
    if (this.triggers && !this.closed) scheduleDecisionTask(this.draft, this.execution, this.override)
    return this.draft.draft('decision-task-completed')
  }
}
