import { LocalSwfError } from '../../errors.ts'

/** How long a connection may take, in milliseconds. */
export interface ConnectionTimeouts {
  /** Until the head of the next request has arrived, from the connection or the last answer on. Default 60,000. */
  readonly idle: number
  /** Until the body of a request has arrived. Default 30,000. */
  readonly body: number
  /** Until the client has taken the whole of an answer. Default 30,000. */
  readonly write: number
  /** For answers under way when the transport is closed. Default 10,000. */
  readonly grace: number
}

/** A poll that waits is under none of them. */
const defaults: ConnectionTimeouts = { idle: 60_000, body: 30_000, write: 30_000, grace: 10_000 }

/** The longest time that a timer of Node.js can wait. */
const longest = 2 ** 31 - 1

/** @throws LocalSwfError OPTION_INVALID */
export function connectionTimeouts(given: Partial<ConnectionTimeouts> = {}): ConnectionTimeouts {
  const timeouts = { ...defaults, ...given }
  for (const [name, ms] of Object.entries(timeouts)) {
    if (typeof ms === 'number' && ms >= 1 && ms <= longest) continue
    throw new LocalSwfError(
      'OPTION_INVALID',
      `timeouts.${name} is ${String(ms)}: expected milliseconds from 1 to ${longest}`,
    )
  }
  return timeouts
}
