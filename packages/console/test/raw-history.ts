import type { EventType, HistoryEvent } from '@aws-sdk/client-swf'
import { view } from '@reyield/inspect'
import { runView, type RunView } from '../ui/execution/model/run-view.ts'
import type { RunPage } from '../src/api/index.ts'

/** When the histories of tests begin. */
export const beginning = Date.parse('2026-11-29T08:00:00Z')

/** An event of a test: seconds after the beginning, its type, its attributes. */
export type RawRow = readonly [
  seconds: number,
  type: EventType,
  attributes?: Readonly<Record<string, unknown>>,
]

const started: RawRow = [
  0,
  'WorkflowExecutionStarted',
  {
    workflowType: { name: 'order', version: '1.0' },
    taskList: { name: 'orders' },
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: '10',
    childPolicy: 'TERMINATE',
  },
]

/** A history with these events after WorkflowExecutionStarted. */
export const rawHistory = (...rows: readonly RawRow[]): HistoryEvent[] =>
  [started, ...rows].map(([seconds, eventType, attributes = {}], index): HistoryEvent => ({
    eventId: index + 1,
    eventTimestamp: new Date(beginning + seconds * 1000),
    eventType,
    [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  }))

/** The times of such a history as the server sends them. */
export const timesOf = (events: readonly HistoryEvent[]): number[] =>
  events.map(
    ({ eventTimestamp }, index) =>
      eventTimestamp!.getTime() - (events[index - 1]?.eventTimestamp?.getTime() ?? 0),
  )

/** The view of such a history as the page has it. `now`: seconds after the beginning. */
export async function viewOf(rows: readonly RawRow[], now?: number): Promise<RunView> {
  const run = { execution: { workflowId: 'order-1', runId: 'run-1' }, events: rawHistory(...rows) }
  const seen = await view(run, now === undefined ? {} : { now: new Date(beginning + now * 1000) })
  return runView(JSON.parse(JSON.stringify(seen)) as RunPage['view'])
}

/** An activity that is scheduled, started and completed, each in its event. `first`: the id of its first event. */
export const activityRows = (first: number, id: string, at: number, name = 'charge'): RawRow[] => [
  [
    at,
    'ActivityTaskScheduled',
    { activityId: id, activityType: { name, version: '1.0' }, taskList: { name: 'orders' } },
  ],
  [at + 1, 'ActivityTaskStarted', { scheduledEventId: first, identity: 'worker-1' }],
  [at + 3, 'ActivityTaskCompleted', { scheduledEventId: first, startedEventId: first + 1 }],
]

/** A decision task: scheduled, started, completed. `first`: the id of its first event. */
export const decisionRows = (first: number, at: number): RawRow[] => [
  [at, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
  [at, 'DecisionTaskStarted', { scheduledEventId: first, identity: 'decider-1' }],
  [at, 'DecisionTaskCompleted', { scheduledEventId: first, startedEventId: first + 1 }],
]
