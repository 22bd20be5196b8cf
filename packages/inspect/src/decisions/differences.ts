import type { Decision, HistoryEvent } from '@aws-sdk/client-swf'
import { attributesOf } from '@reyield/data'
import { attributesOfDecision } from '@reyield/data/internal'
import { decisionOf } from '../history/decision-of.ts'

/** What two lists of the same decisions lack: each entry is a decision type and its id. */
export interface Differences {
  readonly notRecorded: readonly string[]
  readonly notDecided: readonly string[]
}

/** Compares decisions with what was recorded, by type and id. */
export function differences(decisions: readonly Decision[], recorded: readonly HistoryEvent[]): Differences {
  const decided = decisions.map(decision =>
    label(decision.decisionType!, attributesOfDecision(decision) ?? {}),
  )
  const written = recorded.map(event => label(decisionOf[event.eventType!]!, attributesOf(event) ?? {}))
  return { notRecorded: without(decided, written), notDecided: without(written, decided) }
}

function label(
  type: string,
  { activityId, timerId, markerName, id: functionId, control }: Readonly<Record<string, unknown>>,
): string {
  const id = activityId ?? timerId ?? markerName ?? functionId ?? control
  return typeof id === 'string' ? `${type} ${id}` : type
}

/** Multiset difference. */
function without(from: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken]
  return from.filter(item => {
    const index = left.indexOf(item)
    if (index >= 0) left.splice(index, 1)
    return index < 0
  })
}
