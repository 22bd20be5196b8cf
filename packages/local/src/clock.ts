/** The time of the local SWF. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /**
   * Calls back once at a time (epoch milliseconds), at once if it has passed; gives a function that calls it off. The end
   * of a long poll is no `event`: nothing happens in an execution.
   */
  wakeAt(at: number, callback: () => void, kind: 'event' | 'poll'): () => void
}

/** setTimeout takes 32 bits. */
const longestTimeout = 2 ** 31 - 1

/** The process's clock. */
export function realClock(): Clock {
  return {
    now: () => Date.now(),
    wakeAt(at, callback, _kind) {
      let timer: NodeJS.Timeout
      const arm = () => {
        const left = at - Date.now()
        timer = setTimeout(
          left > longestTimeout ? arm : callback,
          Math.min(Math.max(left, 0), longestTimeout),
        )
      }
      arm()
      return () => clearTimeout(timer)
    },
  }
}

/** A clock that stands still until it is told to go on. */
export interface TestClock extends Clock {
  /**
   * Goes on by so many milliseconds (or `'2 days'`), from one deadline to the next. Resolves when all that was due has
   * happened, and all that this brought about inside the local SWF is committed.
   */
  advance(by: number | string): Promise<void>
  /** Goes to the next timer or timeout of an execution; gives false, and stays, if there is none. */
  toNextEvent(): Promise<boolean>
}

/**
 * Makes a clock that stands still; by default at 2026-01-01T00:00:00Z.
 *
 * @example
 * ```ts
 * const clock = testClock()
 * const local = await createLocalSwf({ clock })
 * await clock.advance('2 days')
 * ```
 */
export function testClock({ now = Date.UTC(2026, 0, 1) }: { now?: number } = {}): TestClock {
  const wakes = new Set<{ at: number; callback: () => void; kind: 'event' | 'poll' }>()
  const next = () => [...wakes].sort((a, b) => a.at - b.at)[0]

  const goTo = async (target: number) => {
    for (let wake = next(); wake !== undefined && wake.at <= target; wake = next()) {
      wakes.delete(wake)
      now = Math.max(now, wake.at)
      wake.callback()
      await settled()
    }
    now = Math.max(now, target)
  }

  return {
    now: () => now,
    wakeAt(at, callback, kind) {
      const wake = { at, callback, kind }
      wakes.add(wake)
      return () => wakes.delete(wake)
    },
    advance: by => goTo(now + milliseconds(by)),
    async toNextEvent() {
      const [wake] = [...wakes].filter(({ kind }) => kind === 'event').sort((a, b) => a.at - b.at)
      if (wake === undefined) return false
      await goTo(Math.max(wake.at, now))
      return true
    },
  }
}

/** The turn in which a commit group is flushed, and the one after it, have passed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `'90s'`, `'5 minutes'`, `'2 days'`, or a number of milliseconds. */
function milliseconds(by: number | string): number {
  if (typeof by === 'number' && by >= 0) return by
  const [, amount, unit] =
    /^(\d+)\s*(ms|s|m|h|d)(?:ec|ecs|econds?|in|ins|inutes?|ours?|ays?)?$/.exec(String(by)) ?? []
  if (unit === undefined) {
    throw new TypeError(
      `The clock can't advance by ${String(by)}: expected milliseconds or a text such as '90s', '2 days'`,
    )
  }
  return Number(amount) * units[unit]!
}
