import { millisecondsText as spanText } from '@reyield/inspect/browser'

export { spanText }

const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

/** An age that grows by the second: `3s`, `4m 10s`, `2d 3h`. */
export function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return seconds < 60 ? `${seconds}s` : spanText(seconds * 1000)
}

/** How long ago a time is, or how far away: `now`, `4m ago`, `in 2d`. One unit: what ages needs no more. */
export function agoText(time: number, now: number): string {
  const size = Math.abs(now - time)
  if (size < 1000) return 'now'
  const [unit, letter] = units.find(([ms]) => ms <= size)!
  const text = `${Math.floor(size / unit)}${letter}`
  return time <= now ? `${text} ago` : `in ${text}`
}

/** A time as the place of the reader says it, with seconds: `2026-11-29 05:31:44`. */
export function localText(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** A count for people: `3,120`; `100,000+` if there may be more. */
export const countText = (count: number, isMore = false) =>
  `${count.toLocaleString('en-US')}${isMore ? '+' : ''}`

/** A count with its noun: `1 execution`, `3,120 executions`. */
export const counted = (count: number, noun: string, plural = `${noun}s`) =>
  `${countText(count)} ${count === 1 ? noun : plural}`
