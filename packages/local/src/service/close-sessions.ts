import { limitExceeded, unknownSession } from '../model/swf-errors.ts'
import { CloseSession } from './close-session.ts'
import type { CloseWaiters } from './close-waiters.ts'

/** The largest number of sessions. */
const maxSessions = 1000

/** A session that has had no request for so long may be forgotten. In milliseconds of real time. */
const forgottenAfter = 120_000

/** The sessions of all clients that wait for runs to close. */
export class CloseSessions {
  readonly #waiters: CloseWaiters
  /** In the order of their last use. */
  readonly #sessions = new Map<string, { readonly session: CloseSession; usedAt: number }>()

  constructor(waiters: CloseWaiters) {
    this.#waiters = waiters
  }

  *all(): Generator<CloseSession> {
    for (const { session } of this.#sessions.values()) yield session
  }

  /** The number of waits of all sessions. */
  size(): number {
    let size = 0
    for (const session of this.all()) size += session.size
    return size
  }

  /**
   * Returns a session, and creates it if that is allowed.
   *
   * @throws SwfError UnknownResourceFault if it doesn't exist; LimitExceededFault
   */
  use(name: string, create: boolean): CloseSession {
    const known = this.#sessions.get(name)
    if (known === undefined && !create) throw unknownSession(name)
    if (known === undefined) this.#makeRoom()
    this.#sessions.delete(name)
    const session = known?.session ?? new CloseSession(this.#waiters)
    this.#sessions.set(name, { session, usedAt: performance.now() })
    return session
  }

  /** Forgets sessions that are no longer used. Their clients create new ones if they still wait. */
  #makeRoom(): void {
    const before = performance.now() - forgottenAfter
    for (const [name, { session, usedAt }] of this.#sessions) {
      if (usedAt > before && this.#sessions.size < maxSessions) break
      if (session.isHeld) continue
      session.close()
      this.#sessions.delete(name)
    }
    if (this.#sessions.size >= maxSessions) throw limitExceeded('Limit on the number of sessions reached')
  }
}
