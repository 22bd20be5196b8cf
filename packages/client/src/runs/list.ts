import { types } from 'node:util'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { WorkflowDefinition } from '@reyield/workflow'
import { bounded, type ClientCallOptions } from '../calls/options.ts'
import { InvalidOptionError } from '../errors/invalid-option.ts'
import { UnknownDomainError } from '../errors/start.ts'
import type { RunHandle } from '../handle/handle.ts'
import type { CallOptions, Swf } from '../port/swf.ts'
import type { Timers } from '../port/timers.ts'

/** How an execution closed, in SWF's own words. */
export type CloseStatus = NonNullable<WorkflowExecutionInfo['closeStatus']>

/** A query for open executions, or for closed ones that SWF still keeps. SWF allows one filter besides times. */
export type ExecutionQuery<Result = unknown> =
  | (OpenTimes & OneOf<Filters<Result>> & { readonly closeStatus?: never })
  | ((ClosedByStart | ClosedByClose) & OneOf<Filters<Result> & CloseFilter>)

interface OpenTimes {
  readonly status: 'OPEN'
  /** Finds executions that started at this time or later. Default: 1970. */
  readonly startedAfter?: Date
  /** Finds executions that started at this time or earlier. Default: now. */
  readonly startedBefore?: Date
}

interface ClosedByStart extends Omit<OpenTimes, 'status'> {
  readonly status: 'CLOSED'
  readonly closedAfter?: never
  readonly closedBefore?: never
}

interface ClosedByClose {
  readonly status: 'CLOSED'
  /** Finds executions that closed at this time or later. Default: 1970. */
  readonly closedAfter?: Date
  /** Finds executions that closed at this time or earlier. Default: now. */
  readonly closedBefore?: Date
  readonly startedAfter?: never
  readonly startedBefore?: never
}

interface Filters<Result> {
  /** Finds all runs of a workflow id. */
  readonly workflowId: string
  /** Finds executions of a workflow, or of a type by its name. Without a version it finds all versions. */
  readonly workflow:
    | WorkflowDefinition<never, Result>
    | { readonly name: string; readonly version?: string | undefined }
  /** Finds executions that were started with this tag. */
  readonly tag: string
}

interface CloseFilter {
  /** Finds executions that closed like this. */
  readonly closeStatus: CloseStatus
}

/** At most one of the members. */
type OneOf<T> =
  | { readonly [K in keyof T]?: never }
  | { [K in keyof T]: Pick<T, K> & { readonly [Other in Exclude<keyof T, K>]?: never } }[keyof T]

/** An execution that `list` has found. */
export interface ListedExecution<Result> {
  readonly workflowId: string
  readonly runId: string
  /** What SWF's list says about it, in the SDK's shape: type, times, status, tags. */
  readonly info: WorkflowExecutionInfo
  /** Its handle. That of a closed run stays with the run (`followRuns: false`). */
  readonly handle: RunHandle<Result>
}

/** The result of `count`. */
export interface ExecutionCount {
  readonly count: number
  /** Whether there are more than `count`, because SWF has stopped counting. */
  readonly truncated: boolean
}

/**
 * The options of `list`.
 *
 * @example
 * ```ts
 * for await (const { workflowId } of client.list({ status: 'OPEN' }, { order: 'oldest first', pageSize: 100 })) console.log(workflowId)
 * ```
 */
export interface ListOptions extends ClientCallOptions {
  /** The order by start time; by close time for a query of close times. Default newest first. */
  readonly order?: 'newest first' | 'oldest first'
  /** How many executions a request returns, 1 to 1,000. Default 1,000. */
  readonly pageSize?: number
  /**
   * Conditions besides the one that SWF applies. Only executions for which it returns true are listed; the others are requested all the
   * same. It gets what SWF's list says about an execution. Default: all are listed.
   */
  readonly filter?: (info: WorkflowExecutionInfo) => boolean
}

/** Lists the executions of a query; requests pages as they are read. */
export async function* listExecutions(
  swf: Swf,
  domain: string,
  query: ExecutionQuery,
  { order, pageSize, filter, ...call }: ListOptions,
  timers: Timers,
): AsyncGenerator<WorkflowExecutionInfo, void, undefined> {
  const input = { domain, ...filtersOf(query), ...pagesOf(order, pageSize) }
  if (filter !== undefined && typeof filter !== 'function') {
    throw new InvalidOptionError('The filter of a list', filter, 'a function')
  }
  const list = (more: { nextPageToken?: string }, options: CallOptions) =>
    isOpen(query)
      ? swf.listOpenWorkflowExecutions({ ...input, ...more, startTimeFilter: startTimes(query) }, options)
      : swf.listClosedWorkflowExecutions({ ...input, ...more, ...closedTimes(query) }, options)
  let nextPageToken: string | undefined
  do {
    const more = nextPageToken === undefined ? {} : { nextPageToken }
    const page = await bounded(call, timers, 'list', 'reads', options => known(domain, list(more, options)))
    for (const info of page.executionInfos ?? []) {
      if (filter === undefined || filter(info)) yield info
    }
    nextPageToken = page.nextPageToken
  } while (nextPageToken !== undefined)
}

/** Counts the executions of a query. */
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

/** The query's filter in SWF's shape. JavaScript callers may pass several, or an unknown status. */
function filtersOf(query: ExecutionQuery) {
  if (query.status !== 'OPEN' && query.status !== 'CLOSED') {
    throw new InvalidOptionError('The status of a query', query['status'], "'OPEN' or 'CLOSED'")
  }
  const { workflowId, workflow, tag, closeStatus } = query
  const given = Object.entries({ workflowId, workflow, tag, closeStatus }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (given.length > 1) {
    throw new InvalidOptionError(
      "A query's filter",
      given.join(' and '),
      'one of them, because SWF allows only one',
    )
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
    throw new InvalidOptionError(
      "A query's time",
      'of start and of close',
      'one of them, because SWF allows only one',
    )
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
