import { parallelHistory } from '../histories.ts'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayPeers } from '../peers.ts'
import { parallel, replayOf } from '../programs.ts'

/** Replay of a complete history of activities side by side. */
export const replayParallel: Measure = {
  name: 'replay-parallel',
  about:
    'a complete history of N activities under one all(…), each result with a decision task of its own (6 events each), ' +
    'replayed at once from event objects with all checks and guards on',
  async run(options) {
    const figures: Figure[] = []
    for (const count of [10, 100, 1000, 4000]) {
      const events = parallelHistory(count)
      const ours = await time(Math.max(9, Math.ceil(20_000 / count)), async () => {
        const replay = replayOf(parallel)
        await replay.feed(events)
        await replay.decisions()
      })
      figures.push({
        measure: 'replay-parallel',
        at: `activities=${count}`,
        value: round((ours * 1000) / count),
        unit: 'us/activity',
      })
    }
    return [...figures, ...replayPeers(options, 'replay-parallel', 'parallel', [100, 1000])]
  },
}
