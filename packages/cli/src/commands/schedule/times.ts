import { roughly } from '../../output/times.ts'

/** The times of a schedule as its declaration has them: `30 2 * * * Europe/Berlin`, `every 15m`. */
export const timesText = (of: {
  readonly cron?: string | undefined
  readonly every?: number | undefined
  readonly timeZone?: string | undefined
}): string =>
  of.cron === undefined ? `every ${lengthText(of.every ?? 0)}` : `${of.cron} ${of.timeZone ?? 'UTC'}`

/** A length of time, in its largest unit if it's a whole number of them. */
export function lengthText(milliseconds: number): string {
  const units = { d: 86_400_000, h: 3_600_000, m: 60_000 }
  const unit = Object.entries(units).find(([, size]) => milliseconds >= size && milliseconds % size === 0)
  return unit === undefined ? `${milliseconds / 1000}s` : `${milliseconds / unit[1]}${unit[0]}`
}

/** When something is going to happen: `in 3h`. */
export const inText = (time: Date, now: number): string => {
  const left = time.getTime() - now
  return left < 1000 ? 'now' : `in ${roughly(left)}`
}
