/** The time of the local SWF. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
  /**
   * Calls back once at a time (epoch milliseconds), at once if it has passed; gives a function that calls it off. The end
   * of a long poll is no `event`: nothing happens in an execution.
   */
  wakeAt(at: number, callback: () => void, kind: 'event' | 'poll'): () => void
  /** Told the time of the log's end at the start; a clock that stands still goes there if it is behind. */
  reach?(at: number): void
  /** Milliseconds by which `now()` is ahead of the machine's wall clock; absent: there is none to compare with. */
  ahead?(): number
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
  /** Calls of advance() and toNextEvent() that haven't settled: the next one waits for them. */
  let moves: Promise<unknown> = Promise.resolve()
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
    await settled()
  }
  const inTurn = <T>(move: () => Promise<T>): Promise<T> => {
    const moved = moves.then(move)
    moves = moved.catch(() => undefined)
    return moved
  }

  return {
    now: () => now,
    wakeAt(at, callback, kind) {
      const wake = { at, callback, kind }
      wakes.add(wake)
      return () => wakes.delete(wake)
    },
    reach(at) {
      now = Math.max(now, at)
    },
    advance(by) {
      const distance = milliseconds(by)
      return inTurn(() => goTo(now + distance))
    },
    toNextEvent: () =>
      inTurn(async () => {
        const [wake] = [...wakes].filter(({ kind }) => kind === 'event').sort((a, b) => a.at - b.at)
        if (wake === undefined) return false
        await goTo(Math.max(wake.at, now))
        return true
      }),
  }
}

/** The turn in which a commit group is flushed, and the one after it, have passed. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise(resolve => setImmediate(resolve))
}

const units: readonly (readonly [names: RegExp, ms: number])[] = [
  [/^(ms|milliseconds?)$/, 1],
  [/^(s|secs?|seconds?)$/, 1000],
  [/^(m|mins?|minutes?)$/, 60_000],
  [/^(h|hours?)$/, 3_600_000],
  [/^(d|days?)$/, 86_400_000],
]

/** `'90s'`, `'5 minutes'`, `'2 days'`, or a number of milliseconds. */
function milliseconds(by: number | string): number {
  if (typeof by === 'number' && by >= 0 && Number.isFinite(by)) return by
  const [, amount, name = ''] = /^(\d+)\s*([a-z]+)$/.exec(String(by)) ?? []
  const unit = units.find(([names]) => names.test(name))
  if (unit === undefined) {
    throw new TypeError(
      `The clock can't advance by ${String(by)}: expected milliseconds or a text such as '90s', '2 days'`,
    )
  }
  return Number(amount) * unit[1]
}
