import type { EventType } from '@aws-sdk/client-swf'
import type { ExecutionView, RecordedRun } from '../src/index.ts'

export type Row = readonly [seconds: number, type: EventType, attributes?: object]

export const execution = { workflowId: 'order-7', runId: 'run/1=' }
const start = Date.UTC(2026, 0, 1)
export const after = (seconds: number) => new Date(start + seconds * 1000)

/** A history as SWF returns it: each row is an event, with its time in seconds after the start. */
export const recorded = (...rows: readonly Row[]): RecordedRun => ({
  execution,
  events: rows.map(([seconds, eventType, attributes = {}], index) => ({
    eventId: index + 1,
    eventTimestamp: after(seconds),
    eventType,
    [`${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`]: attributes,
  })),
})

export const started = (more: object = {}): Row => [
  0,
  'WorkflowExecutionStarted',
  {
    workflowType: { name: 'order', version: '1.0' },
    taskList: { name: 'orders' },
    childPolicy: 'TERMINATE',
    executionStartToCloseTimeout: '86400',
    taskStartToCloseTimeout: '10',
    parentInitiatedEventId: 0,
    ...more,
  },
]

/** The first decision task, completed after two seconds: events 2 to 4. */
export const decided = (context?: string): Row[] => [
  [0, 'DecisionTaskScheduled', { taskList: { name: 'orders' } }],
  [1, 'DecisionTaskStarted', { scheduledEventId: 2, identity: '7@host build/41f' }],
  [2, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3, executionContext: context }],
]

export const scheduled = (seconds: number, more: object = {}): Row => [
  seconds,
  'ActivityTaskScheduled',
  {
    activityType: { name: 'charge', version: '1.0' },
    activityId: '1',
    taskList: { name: 'orders' },
    decisionTaskCompletedEventId: 4,
    scheduleToStartTimeout: 'NONE',
    scheduleToCloseTimeout: 'NONE',
    startToCloseTimeout: '300',
    heartbeatTimeout: 'NONE',
    ...more,
  },
]

/**
 * A view, or a part of it, as plain text and values: events are `<id> +<seconds>s`, times are seconds after the start, and members that
 * are undefined or empty are left out.
 */
export function plain(value: unknown): unknown {
  if (value instanceof Date) return `+${(value.getTime() - start) / 1000}s`
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const { eventId, at, ...rest } = value as Record<string, unknown>
  if (typeof eventId === 'number' && at instanceof Date && Object.keys(rest).length === 0)
    return `${eventId} ${plain(at) as string}`
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) =>
      member === undefined || (Array.isArray(member) && member.length === 0) ? [] : [[key, plain(member)]],
    ),
  )
}

export const plainSteps = ({ steps }: Pick<ExecutionView, 'steps'>): unknown => plain(steps)
