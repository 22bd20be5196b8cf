/**
 * The clock of a local SWF.
 *
 * @example
 * ```ts
 * const doubleSpeed: Clock = {
 *   now: () => 2 * Date.now(),
 *   wakeAt(at, callback) {
 *     const timer = setTimeout(callback, Math.max(0, at / 2 - Date.now()))
 *     return () => clearTimeout(timer)
 *   },
 * }
 * const local = await createLocalSwf({ clock: doubleSpeed })
 * ```
 */
export interface Clock {
  /** The current time, in epoch milliseconds. */
  now(): number
  /**
   * Calls `callback` once at the time `at` (epoch milliseconds), or soon if that has passed. Returns a function that cancels the
   * call.
   * `kind` is `event` for a timer or timeout of an execution, and `poll` for the end of a long poll, which changes no execution.
   */
  wakeAt(at: number, callback: () => void, kind: 'event' | 'poll'): () => void
  /** Called at the start with the time of the last transaction in the log. The clock must not be behind it from then on. */
  reach?(at: number): void
  /** By how many milliseconds `now()` is ahead of the machine's wall clock. Omit it if the clock doesn't follow a wall clock. */
  ahead?(): number
}

/**
 * A clock for tests, which stands still until a test advances it.
 *
 * @example
 * ```ts
 * const clock = testClock()
 * const local = await createLocalSwf({ clock })
 * await clock.advance('2 days')
 * while (await clock.toNextEvent()) console.log(new Date(clock.now()))
 * ```
 */
export interface TestClock extends Clock {
  /**
   * Advances the clock by a number of milliseconds or a text such as `'2 days'`. Timers and timeouts on the way happen at their
   * own times. Resolves when they and their consequences in the local SWF are committed.
   *
   * @throws TypeError if `by` is neither
   */
  advance(by: number | string): Promise<void>
  /** Advances the clock to the next timer or timeout of an execution. Resolves with false, and stands still, if there is none. */
  toNextEvent(): Promise<boolean>
}

/**
 * Creates a clock that stands still at `now` (epoch milliseconds, default 2026-01-01T00:00:00Z) until it's advanced.
 *
 * @example
 * ```ts
 * const clock = testClock()
 * const local = await createLocalSwf({ clock })
 * await clock.advance('2 days')
 * ```
 */
export function testClock({ now = Date.UTC(2026, 0, 1) }: { now?: number } = {}): TestClock {
  /** Calls of advance() and toNextEvent() run one after the other. */
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

/** Waits for the turn in which transactions are committed, and for the one after it. */
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

/** Parses `'90s'`, `'5 minutes'`, `'2 days'`, or a number of milliseconds. */
function milliseconds(by: number | string): number {
  if (typeof by === 'number' && by >= 0 && Number.isFinite(by)) return by
  const [, amount, name = ''] = /^(\d+)\s*([a-z]+)$/.exec(String(by)) ?? []
  const unit = units.find(([names]) => names.test(name))
  if (unit === undefined) {
    throw new TypeError(
      `The clock can't advance by ${String(by)}: expected milliseconds or a text such as '90s' or '2 days'`,
    )
  }
  return Number(amount) * unit[1]
}
