import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Swf } from '../port/swf.ts'

/** SWF's most events a page (swf-semantics.md §3). */
export const largestPage = 1000

/** Which history is read, and how. */
export interface HistoryOf {
  readonly domain: string
  readonly execution: { readonly workflowId: string; readonly runId: string }
  /** Whether the newest event comes first. */
  readonly reverseOrder: boolean
  /** Events of a page. Default 1,000, which is SWF's most. */
  readonly size?: number
}

/** The pages of the history of one run, as SWF returns them. */
export async function* historyOf(
  swf: Pick<Swf, 'getWorkflowExecutionHistory'>,
  { domain, execution: { workflowId, runId }, reverseOrder, size = largestPage }: HistoryOf,
): AsyncGenerator<HistoryEvent[], void, undefined> {
  const execution = { workflowId, runId }
  const input = { domain, execution, reverseOrder, maximumPageSize: Math.min(size, largestPage) }
  let nextPageToken: string | undefined
  do {
    const page = await swf.getWorkflowExecutionHistory(
      nextPageToken === undefined ? input : { ...input, nextPageToken },
    )
    yield page.events ?? []
    nextPageToken = page.nextPageToken
  } while (nextPageToken !== undefined)
}
