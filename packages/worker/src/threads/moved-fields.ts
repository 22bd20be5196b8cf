import { arrived, arrivedError, moved, movedError, type MovedValue } from '@reyield/data/internal'
import { inOneLine } from '../logging/log-value.ts'

/** The fields of a log line on their way to another thread. */
export type MovedFields = Readonly<Record<string, MovedValue | { readonly error: string }>>

/** Prepares the fields of a log line for another thread. Never throws: what can't be moved becomes text. */
export const movedFields = (fields: object): MovedFields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, movedField(value)]))

/** Returns the fields that `movedFields` has prepared. */
export const arrivedFields = (fields: MovedFields): object =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      'error' in value ? arrivedError(value.error) : arrived(value),
    ]),
  )

function movedField(value: unknown): MovedValue | { readonly error: string } {
  if (value instanceof Error) return { error: movedError(value) }
  try {
    return moved(value)
  } catch {
    return { clone: inOneLine(value) }
  }
}
