import type { Clock } from './clock.ts'

/** Where the process's clock reads the time; both in milliseconds. */
export interface TimeSources {
  /** The wall clock: epoch milliseconds. It may be set forward and back. Default: `Date.now`. */
  readonly wall?: () => number
  /** A clock that nobody sets. Default: `performance.now`. */
  readonly monotonic?: () => number
}

/** How fast time passes while it is ahead of the wall clock. A deadline is at most 11 % late (1 / 0.9). */
const rateAhead = 0.9

/** setTimeout hears nothing of a clock that is set, or of a machine that slept: so a long wait looks again each minute. */
const longestTimeout = 60_000

/**
 * The process's clock. Its time never goes back: when the wall clock is behind the last time in the log, or is set back,
 * time goes on at nine tenths of its speed until the wall clock has caught up. A wall clock that is set forward is followed
 * at once, as after a restart.
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
  /** Real milliseconds until a time: it comes at the slower rate, or when the wall clock gets there, if that is sooner. */
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
      // A poll ends after so much real time, whatever the clock does: its client's socket waits no longer.
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
