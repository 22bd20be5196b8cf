/** The start of an activity, as its worker has written it. */
export interface Start {
  readonly pid: number
  readonly activity: string
  /** Epoch milliseconds. */
  readonly at: number
}

/** The starts in a file of workers, of which the last line may be incomplete. */
export const startsIn = (text: string): Start[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map(line => {
      const [pid, activity, at] = line.split(' ')
      return { pid: Number(pid), activity: activity!, at: Number(at) }
    })

/**
 * By how many starts a process has exceeded its rate at worst, in any time between two starts. In `s` seconds there may be
 * `1 + (s + 0.25) × rate`. What a process writes may be late: `lateness` is for that, in seconds.
 */
export function excessOf(starts: readonly Start[], rate: number, lateness: number): number {
  let worst = -Infinity
  for (const pid of new Set(starts.map(start => start.pid))) {
    const ofOne = starts.filter(start => start.pid === pid)
    const times = ofOne.map(({ at }) => at).toSorted((a, b) => a - b)
    for (let first = 0; first < times.length; first++) {
      for (let last = first; last < times.length; last++) {
        const allowed = 1 + ((times[last]! - times[first]!) / 1000 + 0.25 + lateness) * rate
        worst = Math.max(worst, last - first + 1 - allowed)
      }
    }
  }
  return worst
}
