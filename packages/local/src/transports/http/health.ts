import type { ClockState } from '../../clock/clock-watch.ts'

/** The response of `GET /health`. */
export interface Health {
  /** `failed` if the log can no longer be written, so that every request is refused. */
  readonly status: 'ok' | 'failed'
  /** The version of `@reyield/local`. */
  readonly version: string
  readonly clock: ClockState
  readonly database: 'ok' | 'failed'
}
