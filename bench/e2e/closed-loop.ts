import { median } from '../measure.ts'

/** What was measured in a box: a length of time in which work is done in a closed loop. */
export interface Box {
  /** Executions that ended. */
  readonly done: number
  /** Until the last of them ended. No execution starts after the length that was asked for. */
  readonly seconds: number
  /** The median duration of an execution, in milliseconds. */
  readonly p50: number
  /** The 99th percentile of that, in milliseconds. */
  readonly p99: number
}

/** Keeps so many executions in flight: when one ends, the next one starts, until the time is over. All that started also end. */
export async function closedLoop(
  inFlight: number,
  milliseconds: number,
  one: () => Promise<unknown>,
): Promise<Box> {
  const durations: number[] = []
  const begin = performance.now()
  const lane = async () => {
    for (let start = begin; start - begin < milliseconds;) {
      await one()
      const end = performance.now()
      durations.push(end - start)
      start = end
    }
  }
  await Promise.all(Array.from({ length: inFlight }, lane))
  const seconds = (performance.now() - begin) / 1000
  return { done: durations.length, seconds, p50: median(durations), p99: percentile(durations, 0.99) }
}

/** The value below which that part of all values is. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))]!
}
