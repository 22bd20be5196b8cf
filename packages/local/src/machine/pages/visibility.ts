import type { Domain, Execution } from '../state/execution.ts'
import { validation } from '../../model/swf-errors.ts'
import type { ListClosedWorkflowExecutionsInput, ExecutionTimeFilter } from '../../model/generated/types.ts'
import { pageSize, pageToken, readPageToken } from './page-token.ts'
import { numberField } from '../tokens.ts'
import { byStart, Timeline } from '../state/timeline.ts'

/** The input that the four visibility actions share. Those for open executions have fewer filters. */
export type Query = Omit<ListClosedWorkflowExecutionsInput, 'domain'>

/** A timeline of executions, and the time range to search. */
interface Window {
  readonly timeline: Timeline<Execution>
  readonly filter: ExecutionTimeFilter
}

/** The open executions of a domain. The map contains them in the order of their start. */
export function openOnes(domain: Domain, filter: ExecutionTimeFilter): Window {
  const timeline = new Timeline<Execution>(byStart)
  for (const execution of domain.open.values()) timeline.add(execution)
  return { timeline, filter }
}

/** The closed executions of a domain, by close time or by start time. By start time, the timeline also contains open ones. */
export function closedOnes(domain: Domain, { startTimeFilter, closeTimeFilter }: Query): Window {
  if (startTimeFilter !== undefined && closeTimeFilter !== undefined) {
    throw tooManyFilters(['StartTimeFilter', 'CloseTimeFilter'])
  }
  if (closeTimeFilter !== undefined) return { timeline: domain.closed, filter: closeTimeFilter }
  if (startTimeFilter !== undefined) return { timeline: domain.started, filter: startTimeFilter }
  throw validation('Must specify time filter')
}

/** Counts executions. The local SWF always counts all of them, so `truncated` is false. */
export function count({ timeline, filter }: Window, keep: (execution: Execution) => boolean) {
  let count = 0
  for (const execution of timeline.along(filter, true)) if (keep(execution)) count++
  return { count, truncated: false }
}

/**
 * A page of executions, newest first, or oldest first if `reverseOrder` is set. The page token contains the place of the last
 * execution of the page, so that an execution that starts or closes between two requests neither repeats nor hides another one.
 */
export function page(
  { timeline, filter }: Window,
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
  for (const execution of timeline.along(filter, query.reverseOrder ?? false, after)) {
    if (!keep(execution)) continue
    if (page.length === size) {
      return { page, nextPageToken: pageToken(bound, [timeline.order.place(page.at(-1)!)], now) }
    }
    page.push(execution)
  }
  return { page, nextPageToken: undefined }
}

/**
 * The condition of the filter that a query can have besides the time filter. A type filter without a version means all versions.
 */
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
