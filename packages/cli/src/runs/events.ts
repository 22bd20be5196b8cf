import type { HistoryEvent } from '@aws-sdk/client-swf'
import { historyOf, type HistoryOf } from '@reyield/client/internal'
import type { CommandContext } from '../context/context.ts'
import type { RunIds } from './locate.ts'

/** What reading a history needs. */
type Reads = Pick<CommandContext, 'swf' | 'domain'>

/** The pages of a history from its first event, as SWF returns them. */
export async function* pagesOf(context: CommandContext, execution: RunIds): AsyncGenerator<HistoryEvent[]> {
  yield* pages(context, execution, { reverseOrder: false })
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
  size?: number,
): AsyncGenerator<HistoryEvent[]> {
  yield* pages(context, execution, { reverseOrder: true, ...(size === undefined ? {} : { size }) })
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
  how: Pick<HistoryOf, 'reverseOrder' | 'size'>,
): AsyncGenerator<HistoryEvent[]> {
  yield* historyOf(await swf(), { domain: await domain(), execution, ...how })
}
