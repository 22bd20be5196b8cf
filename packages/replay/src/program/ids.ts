import { createHash } from 'node:crypto'

/** SWF accepts 256 characters; the rest is for the suffixes of attempts. */
const longest = 200

/**
 * The id of a place (rules W5, W6): `<coroutine>.<number>`, in the root just the number. Numbers begin at 1. If an id
 * would be too long, its coroutine part is hashed.
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

/** The engine's own signal. It causes a decision task, and the program doesn't see it (rule S4). */
export const engineSignal = '~nudge'

/** Whether a timer is the engine's own. When these are started is policy, so they are never checked (rules W3, L8). */
export const isEngineTimer = (id: string): boolean => id.startsWith('~')
