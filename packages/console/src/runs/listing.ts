import type { WorkflowExecutionInfo } from '@aws-sdk/client-swf'
import type { Client, ExecutionCount, ExecutionQuery } from '@reyield/client'
import type { ChainRun, ExecutionsPage } from '../api/index.ts'
import { InvalidRequestError } from '../errors.ts'
import type { Filtered } from '../routes/filter.ts'
import { rowOf } from './row.ts'
import { runsOf } from './runs-of.ts'

/** Executions of a page, if SWF checks all conditions. */
const pageSize = 200
/** Executions that are listed at most for a page whose conditions are checked here: ten requests. */
const mostListed = 10_000
const largestPage = 1000
/** How long a page and a count are the answer to the same question, in milliseconds. */
const fresh = 4500
/** How many answers are kept. */
const mostKept = 20

/** Where a page ended: its last time in milliseconds, and the runs of that time. */
interface Cursor {
  readonly at: number
  readonly runs: readonly string[]
}

interface Kept<T> {
  readonly at: number
  readonly value: Promise<T>
}

/** Lists executions in pages. The same question within a few seconds isn't asked again, unless something is known to have changed. */
export class Listing {
  readonly #client: Client
  readonly #pages = new Map<string, Kept<ExecutionsPage>>()
  readonly #counts = new Map<string, Kept<ExecutionCount>>()
  readonly #runs = new Map<string, Kept<readonly ChainRun[]>>()

  constructor(client: Client) {
    this.#client = client
  }

  /** Something has changed. Counts that are large are only asked for again after some seconds. */
  changed(): void {
    this.#pages.clear()
    this.#counts.clear()
    this.#runs.clear()
  }

  page(of: Filtered, cursor: string | undefined): Promise<ExecutionsPage> {
    const key = JSON.stringify([of.query, of.bySwf, cursor])
    if (of.filter !== undefined) return this.#list(of, cursor) // what it checks isn't in the key
    return kept(this.#pages, key, () => this.#list(of, cursor))
  }

  count(query: ExecutionQuery): Promise<ExecutionCount> {
    return kept(this.#counts, JSON.stringify(query), () => this.#client.count(query))
  }

  /** All runs of a workflow id, oldest first. */
  runs(workflowId: string): Promise<readonly ChainRun[]> {
    return kept(this.#runs, workflowId, () => runsOf(this.#client, workflowId))
  }

  async #list({ query, filter, bySwf }: Filtered, text: string | undefined): Promise<ExecutionsPage> {
    const from = text === undefined || text === '' ? undefined : cursorOf(text)
    const found: WorkflowExecutionInfo[] = []
    let end: Cursor | undefined
    let isMore = false
    let listed = 0
    const options = { pageSize: filter === undefined ? pageSize : largestPage }
    for await (const { info } of this.#client.list(limited(query, from), options)) {
      const at = timeIn(info, query)
      const runId = info.execution?.runId ?? ''
      if (from !== undefined && (at > from.at || (at === from.at && from.runs.includes(runId)))) continue
      if (found.length === pageSize || listed === mostListed) {
        isMore = true
        break
      }
      listed++
      end = moved(end ?? from, at, runId)
      if (filter === undefined || filter(info)) found.push(info)
    }
    const { count, truncated } = await this.count(query)
    return {
      executions: found.map(rowOf),
      ...(isMore && end !== undefined ? { next: textOf(end) } : {}),
      count: { count, truncated },
      ...(bySwf === undefined ? {} : { bySwf }),
    }
  }
}

function kept<T>(map: Map<string, Kept<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const now = performance.now()
  const known = map.get(key)
  if (known !== undefined && now - known.at < fresh) return known.value
  const value = ask()
  map.set(key, { at: now, value })
  value.catch(() => {
    if (map.get(key)?.value === value) map.delete(key)
  })
  if (map.size > mostKept) map.delete(map.keys().next().value!)
  return value
}

/** Lists are sorted by the start of open executions, and by the close of closed ones. */
const timeIn = (info: WorkflowExecutionInfo, { status }: ExecutionQuery): number =>
  (status === 'OPEN' ? info.startTimestamp : info.closeTimestamp)?.getTime() ?? 0

/** The query without what was listed before. SWF's times are compared to the second. */
function limited(query: ExecutionQuery, from: Cursor | undefined): ExecutionQuery {
  if (from === undefined) return query
  const until = new Date(from.at + 1000)
  return query.status === 'OPEN'
    ? { ...query, startedBefore: earlier(until, query.startedBefore) }
    : ({ ...query, closedBefore: earlier(until, query.closedBefore) } as ExecutionQuery)
}

const earlier = (one: Date, other: Date | undefined): Date =>
  other !== undefined && other < one ? other : one

const moved = (end: Cursor | undefined, at: number, runId: string): Cursor => ({
  at,
  runs: end?.at === at ? [...end.runs, runId] : [runId],
})

const textOf = (cursor: Cursor): string => Buffer.from(JSON.stringify(cursor)).toString('base64url')

function cursorOf(text: string): Cursor {
  try {
    const { at, runs } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Partial<Cursor>
    if (typeof at === 'number' && Array.isArray(runs)) return { at, runs }
  } catch {
    // reported below
  }
  throw new InvalidRequestError('The parameter cursor is not the end of a page')
}
