import type { Answer } from '../answer.ts'

/** An answer for people. */
export function plain(status: number, body: string): Answer {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body }
}

/** An answer for programs that aren't clients of SWF. */
export function json(status: number, value: object): Answer {
  return { status, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(value) }
}
