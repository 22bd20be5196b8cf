import { invalidToken } from './faults.ts'
import { pageSize, pageToken, readPageToken } from './pages.ts'
import type { PageRequest } from './pages.ts'
import { numberField } from './tokens.ts'
import type { WireEvent } from './transaction.ts'

export interface HistoryRequest extends PageRequest {
  readonly reverseOrder?: boolean | undefined
}

export interface HistoryPage {
  readonly events: readonly WireEvent[]
  readonly nextPageToken: string | undefined
}

/**
 * A page of the events from id `first` to id `last`, from the newest back with reverseOrder. `events` holds event n at
 * n - 1; `parameters` are what a following page must repeat.
 */
export function historyPage(
  events: readonly WireEvent[],
  first: number,
  last: number,
  request: HistoryRequest,
  parameters: readonly unknown[],
  now: number,
): HistoryPage {
  const reverse = request.reverseOrder ?? false
  const bound = [...parameters, reverse]
  const position = readPageToken(request, bound, 1, now)
  const from = position === undefined ? (reverse ? last : first) : numberField(position[0])
  if (from < first || from > last) throw invalidToken()
  const size = pageSize(request)
  const page = reverse
    ? events.slice(Math.max(first - 1, from - size), from).reverse()
    : events.slice(from - 1, Math.min(last, from - 1 + size))
  const next = reverse ? from - page.length : from + page.length
  const more = reverse ? next >= first : next <= last
  return { events: page, nextPageToken: more ? pageToken(bound, [next], now) : undefined }
}
