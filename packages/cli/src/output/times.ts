const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

/** A length of time in its largest unit: `3d`, `12m`, `0s`. */
export function roughly(milliseconds: number): string {
  const [size, unit] = units.find(([size]) => milliseconds >= size) ?? units[3]
  return `${Math.floor(Math.max(0, milliseconds) / size)}${unit}`
}

/** How long ago a time was: `3d ago`. */
export const agoText = (time: Date, now: number): string => `${roughly(now - time.getTime())} ago`

/** How long something is still going to take: `about 5 min left`. */
export const leftText = (milliseconds: number): string =>
  `about ${roughly(milliseconds).replace('m', ' min').replace('s', ' s').replace('h', ' h').replace('d', ' days')} left`

/** A whole number with separators of thousands: `100,000`. */
export const grouped = (number: number): string => number.toLocaleString('en-US')
