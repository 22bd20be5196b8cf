import type { Client } from '@reyield/client'
import type { Asked } from '../executions/query.ts'
import { plannedRunOf, type PlannedRun } from './planned-run.ts'

/**
 * The open executions of a query, newest first, each run once, as far as the limit. Returns whether there are more.
 *
 * @throws UnknownDomainError (DOMAIN_UNKNOWN), and other SWF errors
 */
export async function* select(
  client: Pick<Client, 'list'>,
  { queries, filter }: Asked,
  limit: number,
  onFound: (count: number) => void,
): AsyncGenerator<PlannedRun, { readonly cut: boolean }, undefined> {
  // SWF's pages may overlap while executions start and close. A domain has at most 100,000 open ones (swf-semantics.md §8)
  const seen = new Set<string>()
  const options = filter === undefined ? {} : { filter }
  for (const query of queries) {
    for await (const { info } of client.list(query, options)) {
      const run = plannedRunOf(info)
      if (seen.has(run.runId)) continue
      if (seen.size === limit) return { cut: true }
      seen.add(run.runId)
      onFound(seen.size)
      yield run
    }
  }
  return { cut: false }
}
