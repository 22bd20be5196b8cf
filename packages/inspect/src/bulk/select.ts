import type { Client } from '@reyield/client'
import type { Asked } from '@reyield/client/internal'
import { plannedRunOf, type PlannedRun } from './planned-run.ts'

/**
 * The open executions of a query, newest first, each run once, as far as the limit. Returns whether there are more.
 *
 * @throws UnknownDomainError (DOMAIN_UNKNOWN), and other SWF errors
 */
export async function* select(
  client: Pick<Client, 'list'>,
  { queries, filter }: Pick<Asked, 'queries' | 'filter'>,
  limit: number,
  onFound: (count: number) => void,
): AsyncGenerator<PlannedRun, { readonly cut: boolean }, undefined> {
  const options = filter === undefined ? {} : { filter }
  let count = 0
  for (const query of queries) {
    const seen = new Seen()
    for await (const { info } of client.list(query, options)) {
      const run = plannedRunOf(info)
      if (seen.has(run)) continue
      if (count === limit) return { cut: true }
      onFound(++count)
      yield run
    }
  }
  return { cut: false }
}

/**
 * SWF's pages may overlap while executions start and close. Lists are sorted by the start, so what has been listed before has started at the
 * same time as the last one, or later. It's enough to remember the runs of that time, however many executions there are.
 */
class Seen {
  #at: string | undefined
  #runs = new Set<string>()

  /** Whether a run was listed before, or has started since. */
  has({ runId, started }: PlannedRun): boolean {
    if (this.#at !== undefined && started > this.#at) return true
    if (started === this.#at) {
      if (this.#runs.has(runId)) return true
    } else {
      this.#at = started
      this.#runs = new Set()
    }
    this.#runs.add(runId)
    return false
  }
}
