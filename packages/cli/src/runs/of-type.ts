import type { CommandContext } from '../context/context.ts'
import { typeOf } from '@reyield/client/internal'
import type { RunIds } from './locate.ts'

/** The newest runs of a type (`NAME` or `NAME@VERSION`), or of all types. At most `limit`. */
export async function* runsOfType(
  { client }: CommandContext,
  status: 'OPEN' | 'CLOSED',
  type: string | undefined,
  limit: number,
): AsyncGenerator<RunIds> {
  const workflow = typeOf(type)
  const query = { status, ...(workflow === undefined ? {} : { workflow }) }
  let left = limit
  for await (const { workflowId, runId } of (await client()).list(query, {
    pageSize: Math.min(limit, 1000),
  })) {
    yield { workflowId, runId }
    if (--left === 0) return
  }
}
