/** SWF doesn't know the task any more: it was answered, has timed out, or its execution is closed. */
export const isUnknownTask = (error: unknown): boolean =>
  (error as Error | undefined)?.name === 'UnknownResourceFault'

/** SWF has looked at a request and refuses it: asking again would change nothing. */
export const isRefusal = (error: unknown): boolean =>
  (error as { $fault?: string } | undefined)?.$fault === 'client'

/** What a person is told of an error; anything can be thrown. */
export function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.message) : String(error)
  } catch {
    return 'a value that has no message'
  }
}
