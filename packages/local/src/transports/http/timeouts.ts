import { LocalSwfError } from '../../errors.ts'

/**
 * Timeouts of a connection, in milliseconds. A connection that exceeds one is cut. A waiting poll has none of them.
 *
 * @example
 * ```ts
 * await local.listen({ timeouts: { idle: 120_000, grace: 5_000 } }) // the others keep their defaults
 * ```
 */
export interface ConnectionTimeouts {
  /** Until the head of the next request has arrived, after connecting or after the last response. Default 60,000. */
  readonly idle: number
  /** Until the body of a request has arrived. Default 30,000. */
  readonly body: number
  /** Until the client has received the complete response. Default 30,000. */
  readonly write: number
  /** For requests in progress when the server is closed. Default 10,000. */
  readonly grace: number
}

const defaults: ConnectionTimeouts = { idle: 60_000, body: 30_000, write: 30_000, grace: 10_000 }

/** The longest timeout that Node.js timers support. */
const maxTimeout = 2 ** 31 - 1

/** @throws LocalSwfError OPTION_INVALID */
export function connectionTimeouts(given: Partial<ConnectionTimeouts> = {}): ConnectionTimeouts {
  const timeouts = { ...defaults, ...given }
  for (const [name, ms] of Object.entries(timeouts)) {
    if (typeof ms === 'number' && ms >= 1 && ms <= maxTimeout) continue
    throw new LocalSwfError(
      'OPTION_INVALID',
      `timeouts.${name} is ${String(ms)}: expected milliseconds from 1 to ${maxTimeout}`,
    )
  }
  return timeouts
}
