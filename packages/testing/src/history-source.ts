import type { HistorySource, ReplayingOptions } from '@reyield/inspect/internal'
import { History } from './history/history.ts'

/** The history itself. In a fake one, deferred steps are resolved, which takes the workflow's decisions. */
export async function resolved(source: HistorySource, { guards }: ReplayingOptions): Promise<HistorySource> {
  return source instanceof History ? source.resolved(guards === undefined ? {} : { guards }) : source
}
