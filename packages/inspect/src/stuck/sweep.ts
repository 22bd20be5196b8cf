import type { Client, ExecutionQuery } from '@reyield/client'
import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'

/** How far one end of a sweep has come: the start time of its last execution, and the runs that started then. */
interface End {
  readonly at: number
  readonly runs: readonly string[]
}

/** How far a sweep has come from both ends. */
export interface Cursor {
  /** Everything that started later has been looked at, or has started since. */
  readonly newest?: End
  /** Everything that started earlier has been looked at. */
  readonly oldest?: End
}

/** An execution, and where the sweep was before and after it. */
export interface Swept {
  readonly info: WorkflowExecutionInfo
  readonly before: Cursor
  readonly after: Cursor
}

type Side = keyof Cursor
type OpenQuery = ExecutionQuery & { readonly status: 'OPEN' }
type Filter = ((info: WorkflowExecutionInfo) => boolean) | undefined

/** SWF may compare seconds. What it finds too much is left out here. In milliseconds. */
const slack = 1000

/**
 * The open executions of a query, newest and oldest alternately, until both ends meet. So the first hundreds show what the last deployment
 * has broken, and also what has been stuck for long.
 */
export async function* sweep(
  client: Pick<Client, 'list'>,
  query: OpenQuery,
  filter: Filter,
  from: Cursor,
): AsyncGenerator<Swept, Cursor, undefined> {
  let cursor = from
  const sides: Record<Side, AsyncGenerator<{ readonly info: WorkflowExecutionInfo }, void, undefined>> = {
    newest: client.list(limited(query, 'newest', from), { order: 'newest first', ...(filter && { filter }) }),
    oldest: client.list(limited(query, 'oldest', from), { order: 'oldest first', ...(filter && { filter }) }),
  }
  try {
    for (let side: Side = 'newest'; ; side = side === 'newest' ? 'oldest' : 'newest') {
      const info = await nextOf(side, sides[side], () => cursor)
      if (info === undefined) return cursor
      const after = { ...cursor, [side]: moved(cursor[side], info) }
      yield { info, before: cursor, after }
      cursor = after
    }
  } finally {
    await Promise.all([sides.newest.return(), sides.oldest.return()])
  }
}

/** The query without what this end has already passed. */
function limited(query: OpenQuery, side: Side, { newest, oldest }: Cursor): OpenQuery {
  if (side === 'newest') {
    if (newest === undefined) return query
    const until = Math.min(newest.at + slack, query.startedBefore?.getTime() ?? Infinity)
    return { ...query, startedBefore: new Date(until) }
  }
  if (oldest === undefined) return query
  const since = Math.max(oldest.at - slack, query.startedAfter?.getTime() ?? 0)
  return { ...query, startedAfter: new Date(since) }
}

/** The next execution of an end; undefined where it meets the other one. */
async function nextOf(
  side: Side,
  listed: AsyncGenerator<{ readonly info: WorkflowExecutionInfo }, void, undefined>,
  cursorNow: () => Cursor,
): Promise<WorkflowExecutionInfo | undefined> {
  for (;;) {
    const { done, value } = await listed.next()
    if (done === true) return undefined
    const cursor = cursorNow()
    const other = side === 'newest' ? cursor.oldest : cursor.newest
    if (isPassed(side, value.info, cursor[side])) continue
    if (other !== undefined && isPassed(side === 'newest' ? 'oldest' : 'newest', value.info, other))
      return undefined
    return value.info
  }
}

/** Whether an end has been at this execution. */
function isPassed(side: Side, info: WorkflowExecutionInfo, end: End | undefined): boolean {
  if (end === undefined) return false
  const started = startOf(info)
  if (started === end.at) return end.runs.includes(info.execution?.runId ?? '')
  return side === 'newest' ? started > end.at : started < end.at
}

function moved(end: End | undefined, info: WorkflowExecutionInfo): End {
  const [at, run] = [startOf(info), info.execution?.runId ?? '']
  return { at, runs: end?.at === at ? [...end.runs, run] : [run] }
}

const startOf = (info: WorkflowExecutionInfo) => info.startTimestamp?.getTime() ?? 0
