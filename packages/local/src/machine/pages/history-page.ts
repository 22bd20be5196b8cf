import { invalidToken } from '../../model/swf-errors.ts'
import { pageSize, pageToken, readPageToken } from './page-token.ts'
import type { PageRequest } from './page-token.ts'
import { numberField } from '../tokens.ts'
import type { WireEvent } from '../transaction.ts'

export interface HistoryRequest extends PageRequest {
  readonly reverseOrder?: boolean | undefined
}

export interface HistoryPage {
  readonly events: readonly WireEvent[]
  readonly nextPageToken: string | undefined
}

/** Returns the events from one id to another, both included, in a new array. */
export type Events = (first: number, last: number) => WireEvent[]

/**
 * A page of the events with ids from `first` to `last`, newest first if `reverseOrder` is set. The request for the next page must
 * repeat the `parameters`.
 */
export function historyPage(
  events: Events,
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
    ? events(Math.max(first, from - size + 1), from).reverse()
    : events(from, Math.min(last, from + size - 1))
  const next = reverse ? from - page.length : from + page.length
  const more = reverse ? next >= first : next <= last
  return { events: page, nextPageToken: more ? pageToken(bound, [next], now) : undefined }
}
