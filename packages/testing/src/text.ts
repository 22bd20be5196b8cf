import { inspect } from 'node:util'

/** An error, or whatever was thrown instead of one, in messages. */
export function errorText(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`
  return typeof error === 'string' ? error : inspect(error)
}

/** A value in one line, as one would write it in code. */
export function text(value: unknown): string {
  const line = inspect(value, {
    depth: 4,
    breakLength: Infinity,
    compact: true,
    maxStringLength: 100,
    maxArrayLength: 10,
  })
  return line.length <= 160 ? line : `${line.slice(0, 157)}…`
}
