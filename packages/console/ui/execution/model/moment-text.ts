import { spanText } from '../../parts/time-text.ts'

/** What a moment is called. `line`: what happened; undefined while it isn't known. */
export function momentText(eventId: number, last: number, line: string | undefined, since: number): string {
  const what = line === undefined ? '' : `: ${line}`
  return `event ${eventId} of ${last}${what}, ${spanText(since)} after start`
}

/** The event that a key of the slider goes to; undefined for another key. */
export function eventAfterKey(key: string, eventId: number, last: number): number | undefined {
  const page = Math.max(10, Math.round(last / 50))
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: eventId + 1,
    ArrowUp: eventId + 1,
    ArrowLeft: eventId - 1,
    ArrowDown: eventId - 1,
    PageUp: eventId + page,
    PageDown: eventId - page,
    Home: 1,
    End: last,
  }
  const to = moves[key]
  return to === undefined ? undefined : Math.min(Math.max(to, 1), last)
}
