const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
] as const

/** Seconds as a duration that `sleep` accepts: `2 days`, `1h 30m`. */
export function durationText(seconds: number): string {
  let left = seconds
  const parts = units.flatMap(([size, unit]) => {
    const count = Math.floor(left / size)
    left -= count * size
    if (count === 0) return []
    return unit === 'd' ? (count === 1 ? '1 day' : `${count} days`) : `${count}${unit}`
  })
  return parts.join(' ') || '0s'
}
