import type { ClockState } from '../../clock/clock-watch.ts'

/** What `GET /health` says. */
export interface Health {
  /** `failed`: the log can no longer be written, and every request is refused. */
  readonly status: 'ok' | 'failed'
  /** Of `@reyield/local`. */
  readonly version: string
  readonly clock: ClockState
  readonly database: 'ok' | 'failed'
}
