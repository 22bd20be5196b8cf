import type { Clock } from './clock.ts'
import type { LocalSwfWarning } from '../errors.ts'

/** Milliseconds between two looks, and so the most that a restart may begin earlier than the time that was reached. */
const interval = 60_000
/** A clock that is ahead by less (milliseconds) isn't spoken of: the times of two clocks are never quite equal. */
const noticeable = 1000

export interface ClockWatchOptions {
  readonly clock: Clock
  /** Writes how far time has come into the log. */
  readonly record: () => void
  readonly onWarning: (warning: LocalSwfWarning) => void
}

/** How the clock stands to the wall clock of the machine. */
export interface ClockState {
  /** ISO 8601. */
  readonly now: string
  /** Seconds by which the wall clock is behind; 0 when it isn't. */
  readonly wallClockBehindSeconds: number
  /** When the wall clock will have caught up, by its own time; absent when it isn't behind. */
  readonly until?: string
}

/**
 * Watches a clock whose time may be ahead of the wall clock. While it is, how far time has come is written into the log
 * each minute and at the close. Otherwise each restart would begin at the same instant.
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
    return ahead < noticeable ? 0 : ahead
  }

  /** Time gains on nothing: at nine tenths of the speed the wall clock needs ten times as long as it is behind. */
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
      message: `The clock of this machine is ${Math.round(behind / 1000)} s behind the last time in the log. Time goes on from there at nine tenths of its speed, so timeouts are up to 11 % late, until ${this.#until(behind)}. If the machine's clock is wrong, set it right: a clock that is set forward is followed at once`,
    })
  }
}
