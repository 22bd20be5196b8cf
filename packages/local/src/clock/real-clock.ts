import type { Clock } from './clock.ts'

/**
 * The time sources of a real clock. Both return milliseconds.
 *
 * @example
 * ```ts
 * let offset = 0 // of a wall clock that a test sets
 * const clock = realClock({ wall: () => Date.now() + offset })
 * ```
 */
export interface TimeSources {
  /** The wall clock, in epoch milliseconds. It may be set forward and back. Default `Date.now`. */
  readonly wall?: () => number
  /** A clock that is never set. Default `performance.now`. */
  readonly monotonic?: () => number
}

/** The speed of the clock while it is ahead of the wall clock. Timers and timeouts are then at most 11 % late (1 / 0.9). */
const rateAhead = 0.9

/** setTimeout doesn't notice when the wall clock is set or the machine sleeps, so a long wait checks the time each minute. */
const longestTimeout = 60_000

/**
 * Creates a clock that follows the wall clock but never goes back. If the wall clock is set back, or is behind the last time in
 * the log, the clock runs at nine tenths of its speed until the wall clock has caught up. If the wall clock is set forward, the
 * clock follows at once.
 *
 * @example
 * ```ts
 * const local = await createLocalSwf({ clock: realClock() })
 * ```
 */
export function realClock({ wall = Date.now, monotonic = () => performance.now() }: TimeSources = {}): Clock {
  let time = wall()
  let lastWall = time
  let looked = monotonic()

  const look = () => {
    const elapsed = Math.max(0, monotonic() - looked)
    const rate = time > lastWall ? rateAhead : 1
    looked += elapsed
    lastWall = wall()
    time = Math.max(time + elapsed * rate, lastWall)
  }
  /** Real milliseconds until a time. It's reached at the slower rate, or when the wall clock reaches it, if that is sooner. */
  const until = (at: number) => {
    look()
    return Math.min((at - time) / rateAhead, at - lastWall)
  }

  return {
    now() {
      look()
      return Math.floor(time)
    },
    ahead() {
      look()
      return Math.max(0, time - lastWall)
    },
    reach(at) {
      look()
      time = Math.max(time, at)
    },
    wakeAt(at, callback, kind) {
      look()
      // a poll is measured in real time, since the client's socket doesn't wait longer
      const end = monotonic() + (at - time)
      const left = kind === 'poll' ? () => end - monotonic() : () => until(at)
      let timer: NodeJS.Timeout
      const arm = (wait: number) => {
        timer = setTimeout(fire, Math.min(Math.max(Math.ceil(wait), 0), longestTimeout))
      }
      const fire = () => {
        const wait = left()
        if (wait > 0) arm(wait)
        else callback()
      }
      arm(left())
      return () => clearTimeout(timer)
    },
  }
}
