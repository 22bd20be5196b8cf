import { createHash } from 'node:crypto'

/** SWF takes 256 characters; the rest is left for what attempts and engines append. */
const longest = 200

/**
 * The id at a place (rules W5, W6): `<coroutine>.<number>`, in the root just the number. Numbers begin at 1; an id that
 * would grow too long has its coroutine part hashed.
 */
export function placeId(coroutine: string, number: number): string {
  if (coroutine === '') return String(number)
  const id = `${coroutine}.${number}`
  return id.length <= longest
    ? id
    : `0x${createHash('sha256').update(coroutine).digest('hex').slice(0, 40)}.${number}`
}

/** The engine's own timers; no id of a program begins with `~` (rule L8). */
export const engineTimer = { wake: '~wake', back: '~back', retry: '~retry' } as const

/** The engine's own signal: it brings a decision task and tells the program nothing (rule S4). */
export const engineSignal = '~nudge'

/** Tells the engine's own timers: who starts them is policy, so they are never checked (rules W3, L8). */
export const isEngineTimer = (id: string): boolean => id.startsWith('~')
