import type { HistoryEvent } from '@aws-sdk/client-swf'
import { createReplay, type ReplayOptions } from '@reyield/replay'
import { batchesOf, type LocationsWalk } from '@reyield/replay/where'
import type { AnyWorkflow } from '@reyield/workflow'
import type { SourceLine } from '../view/branch.ts'
import { errorOf } from './check.ts'
import { decisionText, recordedDecisionText } from './decision-text.ts'
import type { Moment } from './replayer.ts'
import { sourceLines } from './source-line.ts'

/** Which moment, and what is needed of it. */
export interface MomentParts {
  readonly at: number
  readonly variables: boolean
  readonly lines: boolean
}

/** What a workflow does after the event `at`. */
export async function momentOf(
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
  walk: LocationsWalk,
  { at, variables, lines }: MomentParts,
): Promise<Moment> {
  const linesOf = sourceLines()
  const state = await walk.at(events, { at, variables })
  const steps = lines ? [...state.steps] : []
  const byEvent = steps.filter(([eventId]) => eventId <= at).sort(([a], [b]) => a - b)
  const byId: [string, readonly SourceLine[]][] = [
    ...byEvent.map(([, step]) => step),
    ...steps.filter(([eventId]) => eventId > at).map(([, step]) => step),
    ...(lines ? state.unrecorded : []),
  ].map(({ id, lines: found }) => [id, linesOf(found)])
  return {
    eventId: at,
    branches: state.branches.map(({ lines: found, ...branch }) => ({ ...branch, lines: linesOf(found) })),
    lines: Object.fromEntries(byId),
    eventLines: Object.fromEntries(byEvent.map(([eventId, { lines: found }]) => [eventId, linesOf(found)])),
    unread: state.unread,
    decisions: await decisionsAt(workflow, events, options, at),
  }
}

/** The decisions of the decision task that an event belongs to: its start, its completion, or a recorded decision. */
async function decisionsAt(
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
  at: number,
): Promise<readonly string[]> {
  const started = startedOf(events[at - 1]!, events)
  if (started === undefined) return []
  const batch = batchesOf(events).get(started)
  if (batch !== undefined) return batch.map(recordedDecisionText)
  const isOpen = !events.some(
    ({ eventId, decisionTaskTimedOutEventAttributes: of }) => eventId! > at && of?.startedEventId === started,
  )
  return isOpen ? decisionsOfOpen(workflow, events.slice(0, started), options) : []
}

/** What the code decides now. That it can't decide is part of the picture. */
async function decisionsOfOpen(
  workflow: AnyWorkflow,
  events: readonly HistoryEvent[],
  options: ReplayOptions,
): Promise<readonly string[]> {
  try {
    const replay = createReplay(workflow, { ...options, guards: 'off', log: () => undefined })
    await replay.feed(events)
    return (await replay.decisions()).map(decisionText)
  } catch (error) {
    return [`can't be decided, ${errorOf(error).code ?? 'an unknown error'}`]
  }
}

/** The id of the DecisionTaskStarted of the task that an event belongs to. */
function startedOf(event: HistoryEvent, events: readonly HistoryEvent[]): number | undefined {
  if (event.eventType === 'DecisionTaskStarted') return event.eventId
  if (event.decisionTaskCompletedEventAttributes !== undefined)
    return event.decisionTaskCompletedEventAttributes.startedEventId
  for (const [started, batch] of batchesOf(events)) if (batch.includes(event)) return started
  return undefined
}
