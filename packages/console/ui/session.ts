import { computed, signal } from '@preact/signals'
import type { ClockState, SessionInfo } from '../src/api/index.ts'
import { get, messageOf, token } from './api.ts'
import { connection, onEvent } from './live/events.ts'
import { setNow } from './parts/time.tsx'

/** What this console looks at and may do; undefined until it's known. */
export const session = signal<SessionInfo | undefined>(undefined)
/** Why it isn't known. */
export const sessionError = signal<string | undefined>(undefined)

/** Why nothing can be changed, as a sentence; undefined if something can. */
export const whyReadOnly = computed(() => {
  const known = session.value
  if (known === undefined) return 'The console is still loading.'
  if (known.readOnly) {
    return known.domain === undefined
      ? 'A file is open: there is nothing that could be changed.'
      : 'This console was started with --read-only.'
  }
  if (token.value === undefined) {
    return 'This address has no token. Open the address that the command has printed to change something.'
  }
  return connection.value === 'away' ? 'The server of this page can’t be reached.' : undefined
})

/** Loads it now, and again whenever the server was away: it may have been started again with other code. */
export function startSession() {
  void load()
  onEvent('connected', ({ again }) => again && void load())
  onEvent('reload', () => void load())
}

/** Loads it again, for instance after a file was opened. */
export async function load() {
  try {
    const loaded = await get<SessionInfo>('/api/session')
    if (loaded.local?.clock === true) await readClock().catch(() => undefined) // ages are a little wrong then
    session.value = loaded
    sessionError.value = undefined
  } catch (error) {
    sessionError.value = messageOf(error)
  }
}

/** Takes over the time of the clock that is looked at. */
export async function readClock() {
  const { now } = await get<ClockState>('/api/clock')
  setNow(Date.parse(now))
}
