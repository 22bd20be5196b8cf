import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { CommandContext } from '../context/context.ts'
import type { RunIds } from './locate.ts'

/** SWF's most events a page (swf-semantics.md §3). */
const largestPage = 1000

/** What reading a history needs. */
type Reads = Pick<CommandContext, 'swf' | 'domain'>

/** The pages of a history from its first event, as SWF returns them. */
export async function* pagesOf(context: CommandContext, execution: RunIds): AsyncGenerator<HistoryEvent[]> {
  yield* pages(context, execution, { reverseOrder: false, maximumPageSize: largestPage })
}

/** All events of a history. */
export async function readEvents(context: CommandContext, execution: RunIds): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = []
  for await (const page of pagesOf(context, execution)) events.push(...page)
  return events
}

/** The pages of a history from its last event backwards. `size`: events in a page. */
export async function* pagesFromEnd(
  context: Reads,
  execution: RunIds,
  size = largestPage,
): AsyncGenerator<HistoryEvent[]> {
  yield* pages(context, execution, { reverseOrder: true, maximumPageSize: Math.min(size, largestPage) })
}

/** The events after one that was read, oldest first. */
export async function eventsAfter(
  context: CommandContext,
  execution: RunIds,
  lastId: number,
): Promise<HistoryEvent[]> {
  const found: HistoryEvent[] = []
  for await (const page of pagesFromEnd(context, execution, 100)) {
    found.push(...page.filter(({ eventId }) => eventId! > lastId))
    if (page.some(({ eventId }) => eventId! <= lastId)) break
  }
  return found.reverse()
}

async function* pages(
  { swf, domain }: Reads,
  execution: RunIds,
  how: { readonly reverseOrder: boolean; readonly maximumPageSize: number },
): AsyncGenerator<HistoryEvent[]> {
  const input = { domain: await domain(), execution, ...how }
  const port = await swf()
  let nextPageToken: string | undefined
  do {
    const page = await port.getWorkflowExecutionHistory(
      nextPageToken === undefined ? input : { ...input, nextPageToken },
    )
    yield page.events ?? []
    nextPageToken = page.nextPageToken
  } while (nextPageToken !== undefined)
}
