/** How the tag begins with which a schedule's run gets its time. Stored for years. */
const prefix = 'scheduled:'

/** The tag of a run that belongs to a time. */
export const tagOfTime = (time: number): string => `${prefix}${new Date(time).toISOString()}`

/**
 * Returns the time for which a schedule has started an execution, from the execution's tags. It's the time of the cron expression, which
 * is earlier than the start if there is a jitter, a wait for an earlier run, or a backfill. For an execution that no schedule has started
 * it's undefined.
 *
 * @example
 * ```ts
 * const time = scheduledTime((yield* info()).tags) ?? (yield* now())
 * yield* writeReport(time)
 * ```
 */
export function scheduledTime(tags: readonly string[]): Date | undefined {
  const tag = tags.find(each => each.startsWith(prefix))
  const time = tag === undefined ? Number.NaN : Date.parse(tag.slice(prefix.length))
  return Number.isNaN(time) ? undefined : new Date(time)
}
