import type { Execution } from './execution.ts'
import { validation } from './faults.ts'
import type { ListClosedWorkflowExecutionsInput, ExecutionTimeFilter } from './model/generated/types.ts'
import { pageSize, pageToken, readPageToken } from './pages.ts'
import { numberField } from './tokens.ts'
import type { Domain } from './state.ts'

/** What the four visibility actions have in common; those of open executions have fewer filters. */
export type Query = Omit<ListClosedWorkflowExecutionsInput, 'domain'>

/** Executions in the order of their starts or of their closes, and where each stands in it. */
interface Timeline {
  readonly executions: readonly Execution[]
  /** Epoch seconds; grows along the timeline. */
  readonly time: (execution: Execution) => number
  /** The log's number of the start or the close: grows along the timeline, and no two are equal. */
  readonly place: (execution: Execution) => number
  readonly filter: ExecutionTimeFilter
}

const starts = { time: (e: Execution) => e.startTimestamp, place: (e: Execution) => e.startSeq }
const closes = { time: (e: Execution) => e.closed!.timestamp, place: (e: Execution) => e.closed!.seq }

/** Open executions; the map keeps them in the order of their starts. */
export const openTimeline = (domain: Domain, filter: ExecutionTimeFilter): Timeline => ({
  executions: [...domain.open.values()],
  ...starts,
  filter,
})

/** Closed executions by close, or by start (all of them then, the open ones to be left out). */
export function closedTimeline(domain: Domain, { startTimeFilter, closeTimeFilter }: Query): Timeline {
  if (startTimeFilter !== undefined && closeTimeFilter !== undefined) {
    throw tooManyFilters(['StartTimeFilter', 'CloseTimeFilter'])
  }
  if (closeTimeFilter !== undefined) return { executions: domain.closed, ...closes, filter: closeTimeFilter }
  if (startTimeFilter !== undefined) return { executions: domain.started, ...starts, filter: startTimeFilter }
  throw validation('Must specify time filter')
}

/** How many there are; a local SWF counts them all. */
export function count(timeline: Timeline, keep: (execution: Execution) => boolean) {
  let count = 0
  for (const execution of along(timeline, true)) if (keep(execution)) count++
  return { count, truncated: false }
}

/**
 * A page, newest first (oldest first with reverseOrder). A page token holds the place of the last one shown, so that
 * what starts or closes in between neither repeats nor hides any.
 */
export function page(
  timeline: Timeline,
  keep: (execution: Execution) => boolean,
  query: Query,
  parameters: readonly unknown[],
  now: number,
): { page: Execution[]; nextPageToken: string | undefined } {
  const { nextPageToken: _token, maximumPageSize: _size, ...repeated } = query
  const bound = [...parameters, repeated]
  const position = readPageToken(query, bound, 1, now)
  const after = position === undefined ? undefined : numberField(position[0])
  const size = pageSize(query)
  const page: Execution[] = []
  for (const execution of along(timeline, query.reverseOrder ?? false, after)) {
    if (!keep(execution)) continue
    if (page.length === size) {
      return { page, nextPageToken: pageToken(bound, [timeline.place(page.at(-1)!)], now) }
    }
    page.push(execution)
  }
  return { page, nextPageToken: undefined }
}

/** The executions in the time filter, both ends included, that stand after a place in the wanted order. */
function* along({ executions, time, place, filter }: Timeline, oldestFirst: boolean, after?: number) {
  const { oldestDate, latestDate = Infinity } = filter
  let first = firstIndex(executions, execution => time(execution) >= oldestDate)
  let end = firstIndex(executions, execution => time(execution) > latestDate)
  if (after !== undefined && oldestFirst) {
    first = Math.max(
      first,
      firstIndex(executions, execution => place(execution) > after),
    )
  } else if (after !== undefined) {
    end = Math.min(
      end,
      firstIndex(executions, execution => place(execution) >= after),
    )
  }
  for (let n = 0; n < end - first; n++) yield executions[oldestFirst ? first + n : end - 1 - n]!
}

/** The first index from which on a condition holds. */
function firstIndex(executions: readonly Execution[], holds: (execution: Execution) => boolean): number {
  let [low, high] = [0, executions.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(executions[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** The condition of the one filter besides time that a query may have. Type versions may be left out: then all. */
export function filterOf(query: Query): (execution: Execution) => boolean {
  const { executionFilter, typeFilter, tagFilter, closeStatusFilter } = query
  const given = [
    ...(executionFilter === undefined ? [] : ['WorkflowExecutionFilter']),
    ...(typeFilter === undefined ? [] : ['WorkflowTypeFilter']),
    ...(tagFilter === undefined ? [] : ['TagFilter']),
    ...(closeStatusFilter === undefined ? [] : ['CloseStatusFilter']),
  ]
  if (given.length > 1) throw tooManyFilters(given)
  if (executionFilter !== undefined) return ({ workflowId }) => workflowId === executionFilter.workflowId
  if (typeFilter !== undefined) {
    const { name, version } = typeFilter
    return ({ workflowType: type }) =>
      type.name === name && (version === undefined || type.version === version)
  }
  if (tagFilter !== undefined) return ({ tagList }) => tagList?.includes(tagFilter.tag) ?? false
  if (closeStatusFilter !== undefined) return ({ closed }) => closed?.status === closeStatusFilter.status
  return () => true
}

const tooManyFilters = (names: readonly string[]) =>
  validation(`Cannot specify more than one exclusive filters in the same query: [${names.join(', ')}]`)
