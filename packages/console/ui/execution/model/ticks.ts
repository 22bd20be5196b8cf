import { spanText } from '../../parts/time-text.ts'
import type { TimeScale } from './time-scale.ts'

/** A mark of the axis. Its text is that of `since`, or how long after the mark before it if their texts would be the same. */
export interface Tick {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Milliseconds since the run began. */
  readonly since: number
  readonly x: number
  readonly text: string
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Steps between marks that people read easily. */
const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map(count => count * second),
  ...[1, 2, 5, 10, 15, 30].map(count => count * minute),
  ...[1, 2, 3, 6, 12].map(count => count * hour),
  ...[1, 2, 5, 10, 20, 50, 100, 200].map(count => count * day),
]

/**
 * Marks of the visible part of the axis, from `x0` to `x1`: even steps of the time since the beginning, in each piece that isn't idle. `nearest`: nearer
 * marks would run into each other's texts, as a share of the visible part.
 */
export function ticks(scale: TimeScale, start: number, x0: number, x1: number, nearest: number): Tick[] {
  const least = nearest * (x1 - x0)
  const perX = Math.min(
    ...scale.pieces.filter(({ idle }) => !idle).map(piece => (piece.to - piece.from) / (piece.x1 - piece.x0)),
  )
  const step = steps.find(one => one / perX >= least) ?? steps.at(-1)!
  const found: Tick[] = []
  let base = { text: '', since: 0 }
  for (const piece of scale.pieces) {
    if (piece.idle || piece.x1 < x0 || piece.x0 > x1) continue
    const from = Math.max(piece.from, scale.time(x0))
    const to = Math.min(piece.to, scale.time(x1))
    for (let since = Math.ceil((from - start) / step) * step; since <= to - start; since += step) {
      const x = scale.x(start + since)
      if (x - (found.at(-1)?.x ?? -1) < least) continue
      const full = since === 0 ? '0' : spanText(since)
      const text = full === base.text ? `+${spanText(since - base.since)}` : full
      if (text === full) base = { text, since }
      found.push({ time: start + since, since, x, text })
    }
  }
  return found
}
