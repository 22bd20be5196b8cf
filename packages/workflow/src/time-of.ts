import { milliseconds } from './duration.ts'

/**
 * A time in words: that long ago (`2h`), or a date (`2026-11-28`, `2026-11-28T14:00Z`). Dates without a zone are in the zone of this machine.
 * Undefined if it's neither.
 */
export function timeOf(text: string, now: number): Date | undefined {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const date = new Date(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T'))
    return Number.isNaN(date.getTime()) ? undefined : date
  }
  try {
    return new Date(now - milliseconds(text, 'time'))
  } catch {
    return undefined
  }
}
