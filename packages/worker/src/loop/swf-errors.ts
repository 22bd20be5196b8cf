/** SWF no longer knows the task: it was answered, has timed out, or its execution is closed. */
export const isUnknownTask = (error: unknown): boolean => nameIs(error, 'UnknownResourceFault')

/** SWF has looked at a request and refuses it: asking again would change nothing. */
export const isRefusal = (error: unknown): boolean =>
  (error as { $fault?: string } | undefined)?.$fault === 'client'

/** Whether an error has that name; anything can be thrown. */
export function nameIs(error: unknown, name: string): boolean {
  try {
    return (error as Error | null | undefined)?.name === name
  } catch {
    return false
  }
}
