import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { serialHistory } from '../histories.ts'
import { round, type Figure, type Measure } from '../measure.ts'
import { replayOf, serialAsync } from '../programs.ts'

/** The heap of replays that are kept while they wait for their first activity. */
export const cachedMemory: Measure = {
  name: 'cached-memory',
  about:
    'heap of N cached replays of a hello that waits for its activity, after a garbage collection, the events released',
  async run() {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const figures: Figure[] = []
    for (const count of [100, 1000, 10_000]) {
      collect()
      const before = process.memoryUsage().heapUsed
      const kept = []
      for (let i = 0; i < count; i++) {
        const replay = replayOf(serialAsync)
        await replay.feed(structuredClone(serialHistory(1).slice(0, 3)))
        await replay.decisions()
        kept.push(replay)
      }
      collect()
      const bytes = (process.memoryUsage().heapUsed - before) / kept.length
      figures.push({
        measure: 'cached-memory',
        at: `executions=${count}`,
        value: round(bytes / 1000),
        unit: 'kB/execution',
      })
    }
    return figures
  },
}
