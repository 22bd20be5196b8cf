import type { HistoryEvent } from '@aws-sdk/client-swf'
import type { Replay } from '@reyield/replay'
import { isReyieldError } from '@reyield/workflow'

/**
 * Feeds a history to a replay that has answered earlier decision tasks of it. Such a replay may find that it no longer fits. Then a
 * worker makes a fresh one (rule W4), and so does this function. Returns the replay that was fed.
 */
export async function feedCached(
  cached: Replay,
  events: readonly HistoryEvent[],
  fresh: () => Replay,
): Promise<Replay> {
  try {
    await cached.feed(events)
    return cached
  } catch (error) {
    if (!isReyieldError(error, 'CACHE_STALE')) throw error
    const replay = fresh()
    await replay.feed(events)
    return replay
  }
}
