/** SWF no longer knows the task: it was completed, has timed out, or its execution is closed. */
export const isUnknownTask = (error: unknown): boolean => nameIs(error, 'UnknownResourceFault')

/** SWF has received a request and refuses it, so repeating it would change nothing. */
export const isRefusal = (error: unknown): boolean =>
  (error as { $fault?: string } | undefined)?.$fault === 'client'

/** Whether a thrown value has that name. It may be any value. */
export function nameIs(error: unknown, name: string): boolean {
  try {
    return (error as Error | null | undefined)?.name === name
  } catch {
    return false
  }
}
