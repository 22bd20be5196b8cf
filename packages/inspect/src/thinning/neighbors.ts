import type { HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'

/** The members of attributes that say what an event is about. */
interface Attributes {
  readonly activityType?: TypeRef
  readonly workflowType?: TypeRef
  readonly activityId?: string
  readonly timerId?: string
  readonly control?: string
  readonly markerName?: string
  readonly signalName?: string
  readonly name?: string
  readonly id?: string
  readonly cause?: string
  readonly timeoutType?: string
  readonly scheduledEventId?: number
  readonly initiatedEventId?: number
}

interface TypeRef {
  readonly name?: string
  readonly version?: string
}

/**
 * The pairs of neighboring events of a history, each once, in their order. An event is described by its type and by what it's about: the
 * operation, its type, a cause. Times, payloads and decision tasks are left out. Two histories with the same pairs lead a workflow through
 * the same code in nearly all cases.
 */
export function neighborsOf(events: readonly HistoryEvent[]): Set<string> {
  const pairs = new Set<string>()
  let before = ''
  for (const event of events) {
    if (event.eventType!.startsWith('DecisionTask')) continue
    const description = descriptionOf(event, events)
    pairs.add(`${before}\n${description}`)
    before = description
  }
  return pairs
}

/** `ActivityTaskCompleted 1 charge 1.0`. Events that close or start an operation are described by the event that has scheduled it. */
function descriptionOf(event: HistoryEvent, events: readonly HistoryEvent[]): string {
  const own = (attributesOf(event) ?? {}) as Attributes
  const { scheduledEventId, initiatedEventId, cause = '', timeoutType = '' } = own
  const origin = scheduledEventId || initiatedEventId
  const first = origin ? events[origin - 1] : undefined
  const of = first === undefined ? own : ((attributesOf(first) ?? own) as Attributes)
  const { name = '', version = '' }: TypeRef = of.activityType ?? of.workflowType ?? of
  const id = of.activityId ?? of.timerId ?? of.control ?? of.markerName ?? of.signalName ?? of.id ?? ''
  return [event.eventType, id, name, version, cause, timeoutType].join(' ')
}
