/** What `GET /health` says. */
export interface Health {
  /** `failed`: the log can't be written any more, and every request is refused. */
  readonly status: 'ok' | 'failed'
  /** Of `@reyield/local`. */
  readonly version: string
}
