import type { CommandContext } from '../context/context.ts'
import { nearest } from '../near/distance.ts'

/** The members of an error that says that an execution is unknown. */
interface Unknown {
  readonly code?: unknown
  readonly workflowId?: unknown
  readonly runId?: unknown
}

/** How many executions are looked at: a page of open and one of closed ones. */
const pageSize = 1000

/**
 * Hints for an execution that isn't there: ids of recent executions that are like its id. Undefined for other errors, and if the ids can't
 * be listed.
 */
export async function hintsAboutId(
  error: unknown,
  context: CommandContext,
): Promise<readonly string[] | undefined> {
  const { code, workflowId, runId } = (error ?? {}) as Unknown
  if (code !== 'EXECUTION_UNKNOWN' || typeof workflowId !== 'string') return undefined
  const pages = await Promise.all([ids(context, 'OPEN'), ids(context, 'CLOSED')]).catch(() => undefined)
  if (pages === undefined) return undefined
  const [open, closed] = pages
  if (runId !== undefined && (open.has(workflowId) || closed.has(workflowId))) {
    return [`Other runs of the id are there. See them with reyield list --id ${workflowId}`]
  }
  if (closed.has(workflowId)) {
    return [
      `It has closed: reyield show ${workflowId} shows its history, and reyield rerun ${workflowId} starts it again`,
    ]
  }
  const near = nearest(workflowId, [...open, ...closed], 3)
  return [
    ...(near.length === 0 ? [] : [`Did you mean ${near.join(' or ')}?`]),
    'See open executions with reyield list, and closed ones with reyield list --closed',
  ]
}

async function ids(context: CommandContext, status: 'OPEN' | 'CLOSED'): Promise<Set<string>> {
  const found = new Set<string>()
  const client = await context.client()
  let left = pageSize
  for await (const { workflowId } of client.list(status === 'OPEN' ? { status } : { status }, {
    pageSize,
    timeout: '5s',
  })) {
    found.add(workflowId)
    if (--left === 0) break
  }
  return found
}
