import type { StepView } from '@reyield/inspect'
import type { RunView } from './run-view.ts'
import { stepTitle } from './step-title.ts'

/** A row of the history: an event, or the heading of a group of events. */
export type HistoryRow =
  | { readonly row: 'event'; readonly eventId: number; readonly inGroup: boolean }
  | {
      readonly row: 'group'
      readonly key: string
      readonly title: string
      readonly step: StepView | undefined
      readonly count: number
    }

/** Rows without groups: as many as there are events, so none is made before it's drawn. */
export interface HistoryRows {
  readonly count: number
  at(index: number): HistoryRow
  /** The row of an event; undefined if it's not among the found ones. */
  rowOf(eventId: number): number | undefined
}

/** Events in their order: all, or the found ones. */
export function inOrder(last: number, found: readonly number[] | undefined): HistoryRows {
  if (found === undefined) {
    return {
      count: last,
      at: index => ({ row: 'event', eventId: index + 1, inGroup: false }),
      rowOf: eventId => eventId - 1,
    }
  }
  const rows = new Map(found.map((eventId, index) => [eventId, index]))
  return {
    count: found.length,
    at: index => ({ row: 'event', eventId: found[index]!, inGroup: false }),
    rowOf: eventId => rows.get(eventId),
  }
}

/** Events below the step that they belong to, in the order of their first events. Those of no step are below the decider or the execution. */
export function byStep(view: RunView, last: number, found: readonly number[] | undefined): HistoryRows {
  const wanted = found === undefined ? undefined : new Set(found)
  const rows: HistoryRow[] = []
  const index = new Map<number, number>()
  const group = (key: string, title: string, step: StepView | undefined, events: readonly number[]) => {
    const shown = wanted === undefined ? events : events.filter(id => wanted.has(id))
    if (shown.length === 0) return
    rows.push({ row: 'group', key, title, step, count: shown.length })
    for (const eventId of shown) {
      index.set(eventId, rows.length)
      rows.push({ row: 'event', eventId, inGroup: true })
    }
  }
  const ofSteps = new Set([...view.steps, ...view.engineSteps].flatMap(({ events }) => events))
  const ofDecider = new Set(
    view.decisionTasks.flatMap(task =>
      [task.scheduled, task.started, task.closed].flatMap(ref => (ref ? [ref.eventId] : [])),
    ),
  )
  const others = Array.from({ length: last }, (_, at) => at + 1).filter(
    id => !ofSteps.has(id) && !ofDecider.has(id),
  )
  group('execution', 'execution', undefined, others)
  for (const step of view.steps) group(String(step.requested.eventId), stepTitle(step), step, step.events)
  for (const step of view.engineSteps)
    group(`engine ${step.requested.eventId}`, `${step.kind} ${step.id} of the engine`, undefined, step.events)
  group(
    'decider',
    'decision tasks',
    undefined,
    [...ofDecider].toSorted((a, b) => a - b),
  )
  return { count: rows.length, at: at => rows[at]!, rowOf: eventId => index.get(eventId) }
}
