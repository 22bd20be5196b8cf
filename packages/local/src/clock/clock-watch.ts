import type { Clock } from './clock.ts'
import type { LocalSwfWarning } from '../errors.ts'

/** Milliseconds between two checks. After a restart, time can continue from a point that is earlier by at most this. */
const interval = 60_000
/** Smaller differences (milliseconds) are ignored, since two clocks are never exactly equal. */
const minDifference = 1000

export interface ClockWatchOptions {
  readonly clock: Clock
  /** Records the current time in the log. */
  readonly record: () => void
  readonly onWarning: (warning: LocalSwfWarning) => void
}

/** The time of the local SWF, compared with the wall clock of the machine. */
export interface ClockState {
  /** The time of the local SWF, in ISO 8601. */
  readonly now: string
  /** By how many seconds the wall clock is behind. 0 if it isn't. */
  readonly wallClockBehindSeconds: number
  /** When the wall clock will have caught up, in its own time. Absent if it isn't behind. */
  readonly until?: string
}

/**
 * Warns if the clock is ahead of the wall clock. While it is, the time is recorded in the log each minute and at the close.
 * Otherwise time would start at the same point after each restart.
 */
export class ClockWatch {
  readonly #options: ClockWatchOptions
  #timer: NodeJS.Timeout | undefined
  #warned = false

  constructor(options: ClockWatchOptions) {
    this.#options = options
  }

  open(): void {
    if (this.#options.clock.ahead === undefined) return
    this.#warn()
    this.#timer = setInterval(() => {
      this.#warn()
      if (this.#behind() > 0) this.#options.record()
    }, interval).unref()
  }

  close(): void {
    clearInterval(this.#timer)
    if (this.#behind() > 0) this.#options.record()
  }

  get state(): ClockState {
    const behind = this.#behind()
    const now = new Date(this.#options.clock.now()).toISOString()
    if (behind === 0) return { now, wallClockBehindSeconds: 0 }
    return { now, wallClockBehindSeconds: Math.round(behind / 1000), until: this.#until(behind) }
  }

  #behind(): number {
    const ahead = this.#options.clock.ahead?.() ?? 0
    return ahead < minDifference ? 0 : ahead
  }

  /** The wall clock catches up by a tenth of the elapsed time, so this takes ten times as long as it's behind. */
  #until(behind: number): string {
    const wall = this.#options.clock.now() - behind
    return new Date(wall + behind * 10).toISOString()
  }

  #warn(): void {
    const behind = this.#behind()
    if (behind === 0) {
      this.#warned = false
      return
    }
    if (this.#warned) return
    this.#warned = true
    this.#options.onWarning({
      code: 'CLOCK_BEHIND',
      message: `The clock of this machine is ${Math.round(behind / 1000)} s behind the last time in the log. Until ${this.#until(behind)}, time in the local SWF runs at nine tenths of its speed, so timeouts are up to 11 % late. If the machine's clock is wrong, correct it; the local SWF then follows at once`,
    })
  }
}
