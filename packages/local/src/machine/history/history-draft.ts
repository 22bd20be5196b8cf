import { toSeconds } from '../../model/durations.ts'
import { nextDecisionTask } from '../state/execution.ts'
import type { Execution, TaskListOverride } from '../state/execution.ts'
import { executionKey } from '../keys.ts'
import { attributesMember, type EventAttributes } from '../../model/event-attributes.ts'
import type { EventType } from '../../model/generated/types.ts'
import { present } from '../../model/present.ts'
import type { Draft, WireEvent } from '../transaction.ts'

/** Builds a transaction that adds events to a history. The events get consecutive ids and the same timestamp. */
export class HistoryDraft {
  readonly events: WireEvent[] = []
  private readonly key: string
  private readonly before: number
  private readonly timestamp: number

  /** `before` is the number of events that the history already has. `now` is in epoch milliseconds. */
  constructor(key: string, before: number, now: number) {
    this.key = key
    this.before = before
    this.timestamp = toSeconds(now)
  }

  /** Adds an event and returns its id. */
  write<T extends EventType>(eventType: T, attributes: EventAttributes[T]): number {
    const eventId = this.before + this.events.length + 1
    this.events.push({
      eventId,
      eventTimestamp: this.timestamp,
      eventType,
      [attributesMember(eventType)]: present(attributes),
    })
    return eventId
  }

  draft(kind: string): Draft {
    return { kind, key: this.key, events: this.events }
  }
}

/** A draft that continues the history of an execution. */
export const continued = (execution: Execution, now: number) =>
  new HistoryDraft(executionKey(execution), execution.events.length, now)

/**
 * Adds a DecisionTaskScheduled event, unless a decision task is already queued. `override` is the one that applies after the
 * draft.
 */
export function scheduleDecisionTask(
  draft: HistoryDraft,
  execution: Execution,
  override: TaskListOverride | undefined,
): void {
  if (execution.queued !== undefined) return
  draft.write('DecisionTaskScheduled', nextDecisionTask(execution.configuration, override))
}

/** A draft of one event that the decider must see, followed by DecisionTaskScheduled if no decision task is queued. */
export function triggered<T extends EventType>(
  kind: string,
  execution: Execution,
  now: number,
  eventType: T,
  attributes: EventAttributes[T],
): Draft {
  const draft = continued(execution, now)
  draft.write(eventType, attributes)
  scheduleDecisionTask(draft, execution, execution.override)
  return draft.draft(kind)
}
