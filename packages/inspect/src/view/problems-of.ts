import type { HistoryEvent } from '@aws-sdk/client-swf'
import { milliseconds, type Duration } from '@reyield/workflow'
import { executionView } from './finishing/execution.ts'
import { Payloads } from './finishing/payloads.ts'
import type { Problem } from './problem.ts'
import { findProblems } from './problems/find.ts'
import { read } from './reading/read.ts'
import type { Start } from './reading/reading.ts'

/**
 * How `problemsOf` finds problems.
 *
 * @example
 * ```ts
 * const problems = problemsOf(events, { now: new Date(), notStartedAfter: '1h' })
 * ```
 */
export interface ProblemsOptions {
  /** The present time. Default: the time of the last event. */
  readonly now?: Date | undefined
  /** How long a task may wait until it is a problem that no worker has started it. Default 5 minutes. */
  readonly notStartedAfter?: Duration | undefined
}

/**
 * The problems of an execution by a part of its history, for instance its last 100 events, in either order. Steps that were requested
 * before these events aren't known, and what began before them seems to have begun with them.
 *
 * @throws InvalidHistoryError (HISTORY_INVALID) if events are missing in between; InvalidDurationError (DURATION_INVALID)
 * @example
 * ```ts
 * const { events } = await swf.getWorkflowExecutionHistory({ domain, execution, reverseOrder: true, maximumPageSize: 100 })
 * for (const { text } of problemsOf(events ?? [], { now: new Date() })) console.log(text)
 * ```
 */
export function problemsOf(
  events: readonly HistoryEvent[],
  options: ProblemsOptions = {},
): readonly Problem[] {
  const { now: present, notStartedAfter = '5m' } = options
  const patience = milliseconds(notStartedAfter, 'notStartedAfter')
  const isReversed = (events[0]?.eventId ?? 0) > (events.at(-1)?.eventId ?? 0)
  const reading = read(isReversed ? events.toReversed() : events)
  const { last } = reading
  if (last === undefined) return []
  const now = Math.max(last.at.getTime(), present?.getTime() ?? 0)
  const start = reading.start ?? { ...unknownStart, event: last }
  const view = executionView(reading, { start, execution: undefined, now, payloads: new Payloads(undefined) })
  return findProblems({ view, reading, now, notStartedAfter: patience, unread: [] })
}

/** What the first event of a history would say. */
const unknownStart: Omit<Start, 'event'> = {
  type: { name: '', version: '' },
  taskList: '',
  tags: [],
  executionStartToClose: undefined,
  taskStartToClose: undefined,
  childPolicy: undefined,
  input: undefined,
  parent: undefined,
  previousRunId: undefined,
}
