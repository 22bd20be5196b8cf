import { types } from 'node:util'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { WorkflowDefinition } from '@reyield/workflow'
import { bounded, type ClientCallOptions } from '../calls/options.ts'
import { InvalidOptionError } from '../errors/invalid-option.ts'
import { UnknownDomainError } from '../errors/start.ts'
import type { RunHandle } from '../handle/handle.ts'
import type { CallOptions, Swf } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/** How an execution closed; SWF's words. */
export type CloseStatus = NonNullable<WorkflowExecutionInfo['closeStatus']>

/** Executions that are open, or those that are closed and still kept. SWF takes one filter besides time. */
export type ExecutionQuery<Result = unknown> =
  | (OpenTimes & OneOf<Filters<Result>> & { readonly closeStatus?: never })
  | ((ClosedByStart | ClosedByClose) & OneOf<Filters<Result> & CloseFilter>)

interface OpenTimes {
  readonly status: 'OPEN'
  /** Not before this. Default: the beginning of time. */
  readonly startedAfter?: Date
  /** Not after this. Default: now. */
  readonly startedBefore?: Date
}

interface ClosedByStart extends Omit<OpenTimes, 'status'> {
  readonly status: 'CLOSED'
  readonly closedAfter?: never
  readonly closedBefore?: never
}

interface ClosedByClose {
  readonly status: 'CLOSED'
  /** Not before this. */
  readonly closedAfter?: Date
  /** Not after this. Default: now. */
  readonly closedBefore?: Date
  readonly startedAfter?: never
  readonly startedBefore?: never
}

interface Filters<Result> {
  /** All runs of a workflow id. */
  readonly workflowId: string
  /** A definition, or the name of a type (all its versions, if none is given). */
  readonly workflow:
    | WorkflowDefinition<never, Result>
    | { readonly name: string; readonly version?: string | undefined }
  /** Those that were started with this tag. */
  readonly tag: string
}

interface CloseFilter {
  /** How they closed. */
  readonly closeStatus: CloseStatus
}

/** None of the members, or one. */
type OneOf<T> =
  | { readonly [K in keyof T]?: never }
  | { [K in keyof T]: Pick<T, K> & { readonly [Other in Exclude<keyof T, K>]?: never } }[keyof T]

/** An execution of a list. */
export interface ListedExecution<Result> {
  readonly workflowId: string
  readonly runId: string
  /** What SWF tells of it, in the SDK's shape: type, times, status, tags. */
  readonly info: WorkflowExecutionInfo
  /** Of an open execution; of a closed one, of this very run (`followRuns: false`). */
  readonly handle: RunHandle<Result>
}

/** How many executions there are. */
export interface ExecutionCount {
  readonly count: number
  /** There are more than `count`: SWF doesn't count them all. */
  readonly truncated: boolean
}

/** How a list is read. */
export interface ListOptions extends ClientCallOptions {
  /** Default newest first: by start, closed ones asked for by their close by that. */
  readonly order?: 'newest first' | 'oldest first'
  /** How many a request brings, 1 to 1,000. Default 1,000. */
  readonly pageSize?: number
}

/** The executions of a query, page by page. */
export async function* listExecutions(
  swf: Swf,
  domain: string,
  query: ExecutionQuery,
  { order, pageSize, ...call }: ListOptions,
  timers: Timers,
): AsyncGenerator<WorkflowExecutionInfo, void, undefined> {
  const input = { domain, ...filtersOf(query), ...pagesOf(order, pageSize) }
  const list = (more: { nextPageToken?: string }, options: CallOptions) =>
    isOpen(query)
      ? swf.listOpenWorkflowExecutions({ ...input, ...more, startTimeFilter: startTimes(query) }, options)
      : swf.listClosedWorkflowExecutions({ ...input, ...more, ...closedTimes(query) }, options)
  let nextPageToken: string | undefined
  do {
    const more = nextPageToken === undefined ? {} : { nextPageToken }
    const page = await bounded(call, timers, 'list', 'reads', options => known(domain, list(more, options)))
    yield* page.executionInfos ?? []
    nextPageToken = page.nextPageToken
  } while (nextPageToken !== undefined)
}

/** How many executions a query finds. */
export async function countExecutions(
  swf: Swf,
  domain: string,
  query: ExecutionQuery,
  options?: CallOptions,
): Promise<ExecutionCount> {
  const input = { domain, ...filtersOf(query) }
  const { count, truncated } = await known(
    domain,
    isOpen(query)
      ? swf.countOpenWorkflowExecutions({ ...input, startTimeFilter: startTimes(query) }, options)
      : swf.countClosedWorkflowExecutions({ ...input, ...closedTimes(query) }, options),
  )
  return { count: count ?? 0, truncated: truncated ?? false }
}

/** The query's one filter as SWF takes it. JavaScript callers may have given several, or an unknown status. */
function filtersOf(query: ExecutionQuery) {
  if (query.status !== 'OPEN' && query.status !== 'CLOSED') {
    throw new InvalidOptionError('The status of a query', query['status'], "'OPEN' or 'CLOSED'")
  }
  const { workflowId, workflow, tag, closeStatus } = query
  const given = Object.entries({ workflowId, workflow, tag, closeStatus }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (given.length > 1) {
    throw new InvalidOptionError("A query's filter", given.join(' and '), 'one of them; SWF takes no more')
  }
  if (closeStatus !== undefined && isOpen(query)) {
    throw new InvalidOptionError('The closeStatus of a query', closeStatus, "none with status 'OPEN'")
  }
  if (workflow !== undefined) {
    const { name, version } = workflow
    return { typeFilter: { name, ...(version === undefined ? {} : { version }) } }
  }
  return {
    ...(workflowId === undefined ? {} : { executionFilter: { workflowId } }),
    ...(tag === undefined ? {} : { tagFilter: { tag } }),
    ...(closeStatus === undefined ? {} : { closeStatusFilter: { status: closeStatus } }),
  }
}

const isOpen = (query: ExecutionQuery): query is ExecutionQuery & OpenTimes => query.status === 'OPEN'

const startTimes = ({ startedAfter, startedBefore }: OpenTimes | ClosedByStart) =>
  times(startedAfter, startedBefore)

function closedTimes(query: ClosedByStart | ClosedByClose) {
  const byClose = query.closedAfter !== undefined || query.closedBefore !== undefined
  const byStart = query.startedAfter !== undefined || query.startedBefore !== undefined
  if (byClose && byStart) {
    throw new InvalidOptionError("A query's time", 'of start and of close', 'one of them; SWF takes no more')
  }
  return byStart
    ? { startTimeFilter: times(query.startedAfter, query.startedBefore) }
    : { closeTimeFilter: times(query.closedAfter, query.closedBefore) }
}

function times(after: Date | undefined, before: Date | undefined) {
  for (const date of [after, before]) {
    if (date === undefined || (types.isDate(date) && !Number.isNaN(date.getTime()))) continue
    throw new InvalidOptionError("A query's time", date, 'a Date')
  }
  return { oldestDate: after ?? new Date(0), ...(before === undefined ? {} : { latestDate: before }) }
}

function pagesOf(order: ListOptions['order'], pageSize: number | undefined) {
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= 1000)) {
    throw new InvalidOptionError('The pageSize of a list', pageSize, 'a whole number from 1 to 1000')
  }
  if (order !== undefined && order !== 'newest first' && order !== 'oldest first') {
    throw new InvalidOptionError('The order of a list', order, "'newest first' or 'oldest first'")
  }
  return {
    ...(order === 'oldest first' ? { reverseOrder: true } : {}),
    ...(pageSize === undefined ? {} : { maximumPageSize: pageSize }),
  }
}

async function known<T>(domain: string, call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw (error as Error).name === 'UnknownResourceFault' ? new UnknownDomainError(domain, error) : error
  }
}
