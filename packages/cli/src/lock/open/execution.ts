import type { HistoryEvent } from '@aws-sdk/client-swf'
import { buildIdOf } from '@reyield/data/internal'
import type { RecordedRun, ReplayCheck } from '@reyield/inspect'
import type { RunIds } from '../../runs/locate.ts'
import { typeName } from '../files/lock.ts'

/** What an open execution needs. */
export interface OpenExecution extends RunIds {
  /** `<name>@<version>`. */
  readonly workflow: string
  /** The builds that have decided something in it. Undefined is one without a build id. */
  readonly builds: ReadonlySet<string | undefined>
  /** Ids of the patches of which it has markers. */
  readonly marked: ReadonlySet<string>
  /** `<name>@<version>` of activities that haven't closed. */
  readonly activities: ReadonlySet<string>
  /** Its replay with the present code. */
  readonly check: ReplayCheck
}

/** Reads what an open execution needs from its history. */
export function openExecution(
  { execution, events }: RecordedRun & { readonly execution: RunIds },
  check: ReplayCheck,
): OpenExecution {
  return {
    ...execution,
    workflow: typeName(events[0]?.workflowExecutionStartedEventAttributes?.workflowType ?? {}),
    builds: new Set(buildsIn(events)),
    marked: new Set(patchesIn(events)),
    activities: new Set(openActivitiesIn(events)),
    check,
  }
}

/** The builds of the deciders whose decisions were recorded. */
const buildsIn = (events: readonly HistoryEvent[]): (string | undefined)[] =>
  events.flatMap(({ decisionTaskCompletedEventAttributes: completed }) =>
    completed === undefined
      ? []
      : [buildIdOf(events[completed.startedEventId! - 1]?.decisionTaskStartedEventAttributes?.identity)],
  )

const patchesIn = (events: readonly HistoryEvent[]): string[] =>
  events.flatMap(({ markerRecordedEventAttributes: marker }) =>
    marker?.markerName?.startsWith('p') === true && marker.details === undefined
      ? [marker.markerName.slice(1)]
      : [],
  )

const closing = [
  'activityTaskCompletedEventAttributes',
  'activityTaskFailedEventAttributes',
  'activityTaskTimedOutEventAttributes',
  'activityTaskCanceledEventAttributes',
] as const

function openActivitiesIn(events: readonly HistoryEvent[]): string[] {
  const open = new Map<number, string>()
  for (const event of events) {
    const { activityTaskScheduledEventAttributes: scheduled } = event
    if (scheduled !== undefined) open.set(event.eventId!, typeName(scheduled.activityType ?? {}))
    for (const member of closing) {
      const closed = event[member]
      if (closed !== undefined) open.delete(closed.scheduledEventId!)
    }
  }
  return [...open.values()]
}
