/** When each event of a run happened, in milliseconds since 1970, by its id. */
export interface EventTimes {
  readonly last: number
  at(eventId: number): number
  /** The last event at a time or before it; the first one if there is none. */
  lastBefore(time: number): number
}

/** Times of all events. `deltas`: milliseconds since the event before, as the server sends them. */
export function eventTimes(deltas: readonly number[]): EventTimes {
  const last = deltas.length
  const times = new Float64Array(last + 1)
  for (const [index, delta] of deltas.entries()) times[index + 1] = times[index]! + delta
  times[0] = times[1] ?? 0
  return {
    last,
    at: eventId => times[Math.min(Math.max(eventId, 0), last)]!,
    lastBefore(time) {
      let [low, high] = [1, last]
      while (low < high) {
        const middle = Math.ceil((low + high) / 2)
        if (times[middle]! <= time) low = middle
        else high = middle - 1
      }
      return low
    },
  }
}
