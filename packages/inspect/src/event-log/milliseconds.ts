const units = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const

/**
 * Milliseconds for people, in at most two units: `12 ms`, `1.4 s`, `4m 10s`, `2d 3h`. A number that isn't finite is
 * `an unknown time`.
 *
 * @example
 * ```ts
 * millisecondsText(250_000) // '4m 10s'
 * ```
 */
export function millisecondsText(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return 'an unknown time'
  const [sign, size] = milliseconds < 0 ? ['-', -milliseconds] : ['', milliseconds]
  if (size < 999.5) return `${sign}${Math.round(size)} ms`
  if (size < 9950) return `${sign}${(size / 1000).toFixed(1)} s`
  if (size < 59_500) return `${sign}${Math.round(size / 1000)} s`
  const seconds = Math.round(size / 1000) * 1000
  const first = units.findIndex(([unit]) => unit <= seconds)
  const [unit, letter] = units[first]!
  const [next, nextLetter] = units[first + 1] ?? [1000, '']
  const rest = Math.floor((seconds % unit) / next)
  const whole = `${sign}${Math.floor(seconds / unit)}${letter}`
  return rest === 0 ? whole : `${whole} ${rest}${nextLetter}`
}
