import type { Domain, Execution } from '../state/execution.ts'
import { validation } from '../../model/swf-errors.ts'
import type { ListClosedWorkflowExecutionsInput, ExecutionTimeFilter } from '../../model/generated/types.ts'
import { pageSize, pageToken, readPageToken } from './page-token.ts'
import { numberField } from '../tokens.ts'
import { byStart, Timeline } from '../state/timeline.ts'

/** What the four visibility actions have in common; those of open executions have fewer filters. */
export type Query = Omit<ListClosedWorkflowExecutionsInput, 'domain'>

/** Executions in order, and the time in which they have started or closed. */
interface Window {
  readonly timeline: Timeline<Execution>
  readonly filter: ExecutionTimeFilter
}

/** Open executions; the map keeps them in the order of their starts. */
export function openOnes(domain: Domain, filter: ExecutionTimeFilter): Window {
  const timeline = new Timeline<Execution>(byStart)
  for (const execution of domain.open.values()) timeline.add(execution)
  return { timeline, filter }
}

/** Closed executions by close, or by start (all of them then, the open ones to be left out). */
export function closedOnes(domain: Domain, { startTimeFilter, closeTimeFilter }: Query): Window {
  if (startTimeFilter !== undefined && closeTimeFilter !== undefined) {
    throw tooManyFilters(['StartTimeFilter', 'CloseTimeFilter'])
  }
  if (closeTimeFilter !== undefined) return { timeline: domain.closed, filter: closeTimeFilter }
  if (startTimeFilter !== undefined) return { timeline: domain.started, filter: startTimeFilter }
  throw validation('Must specify time filter')
}

/** How many there are; a local SWF counts them all. */
export function count({ timeline, filter }: Window, keep: (execution: Execution) => boolean) {
  let count = 0
  for (const execution of timeline.along(filter, true)) if (keep(execution)) count++
  return { count, truncated: false }
}

/**
 * A page, newest first (oldest first with reverseOrder). A page token holds the place of the last one shown, so that
 * what starts or closes in between neither repeats nor hides any.
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
