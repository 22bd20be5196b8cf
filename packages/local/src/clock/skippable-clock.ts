import type { Clock } from './clock.ts'
import { realClock, type TimeSources } from './real-clock.ts'

/**
 * A clock that runs like a real one, and that can be skipped forward.
 *
 * @example
 * ```ts
 * const clock = skippableClock()
 * const local = await createLocalSwf({ clock })
 * clock.skipTo(local.nextDeadline()?.at ?? new Date())
 * ```
 */
export interface SkippableClock extends Clock {
  /** Skips forward to a time. Timers and timeouts that are due by then happen at once. A time in the past changes nothing. */
  skipTo(time: Date): void
}

/**
 * Creates a clock for development. It runs at the speed of the wall clock and can be skipped to the next timer. Once skipped, it stays
 * that much ahead of the wall clock. If a database was used with a clock that was ahead, it goes on from the last time in the log, at
 * full speed. Polls aren't skipped: they wait as long as with a real clock.
 *
 * @example
 * ```ts
 * const clock = skippableClock()
 * const local = await createLocalSwf({ clock })
 * clock.skipTo(new Date(clock.now() + 3_600_000)) // one hour
 * ```
 */
export function skippableClock({ wall = Date.now, monotonic }: TimeSources = {}): SkippableClock {
  let skipped = 0
  /** What waits for an event. A skip arms all of them again, since their timers were set for the time before. */
  const waiting = new Set<{ arm(): void }>()
  const clock = realClock({ wall: () => wall() + skipped, ...(monotonic === undefined ? {} : { monotonic }) })

  const skipTo = (at: number) => {
    const distance = at - clock.now()
    if (distance <= 0) return
    skipped += distance
    for (const each of [...waiting]) each.arm()
  }
  return {
    now: () => clock.now(),
    reach: skipTo,
    skipTo: time => skipTo(time.getTime()),
    wakeAt(at, callback, kind) {
      if (kind === 'poll') return clock.wakeAt(at, callback, kind)
      let cancel = () => {}
      const one = {
        arm() {
          cancel()
          cancel = clock.wakeAt(at, fire, kind)
        },
      }
      const fire = () => {
        waiting.delete(one)
        callback()
      }
      waiting.add(one)
      one.arm()
      return () => {
        waiting.delete(one)
        cancel()
      }
    },
  }
}
