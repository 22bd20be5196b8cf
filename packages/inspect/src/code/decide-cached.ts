import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Replay } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'

/**
 * Feeds the first `known` events of a history to a replay that has answered earlier decision tasks of it, and decides the open task. Such a replay may find that it no
 * longer fits, when it's fed or when it decides. Then a worker makes a fresh one (rule W4), and so does this function. Returns the replay
 * that has decided.
 */
export async function decideCached(
  cached: Replay,
  events: readonly HistoryEvent[],
  known: number,
  fresh: () => Replay,
): Promise<Replay> {
  try {
    await cached.feed(events.slice(cached.lastEventId, known)) // skipping all that it knows would take quadratic time
    await cached.decisions()
    return cached
  } catch (error) {
    if (!isReyieldError(error, 'CACHE_STALE')) throw error
    const replay = fresh()
    await replay.feed(events.slice(0, known))
    await replay.decisions()
    return replay
  }
}
