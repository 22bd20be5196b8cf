import { serialHistory } from '../histories.ts'
import { median, round, type Measure } from '../measure.ts'
import { replayOf, serialAsync } from '../programs.ts'

/** One more decision of a cached replay, late in a long history and early in a short one. */
export const cachedDecision: Measure = {
  name: 'cached-decision',
  about: 'a cached replay is fed the next activity’s six events and decides; floor: the same at 100 events',
  async run() {
    const positions = [100, 1000, 5000, 20_000]
    const times: number[] = []
    for (const at of positions) times.push(await nextDecision(at))
    return positions.map((at, index) => ({
      measure: 'cached-decision',
      at: `events=${at}`,
      value: round(times[index]! * 1000),
      unit: 'us/decision',
      floor: round(times[0]! * 1000),
      ratio: round(times[index]! / times[0]!),
    }))
  },
}

/** Milliseconds of one decision after this many events. The median of some hundreds, after as many for warm-up. */
async function nextDecision(at: number): Promise<number> {
  const rounds = 300
  const all = serialHistory(Math.ceil(at / 6) + 2 * rounds + 2)
  const first = Math.ceil(at / 6) * 6 + 3 // up to a DecisionTaskStarted
  const replay = replayOf(serialAsync)
  await replay.feed(all.slice(0, first))
  await replay.decisions()
  const times: number[] = []
  for (let i = 0; i < 2 * rounds; i++) {
    const page = all.slice(first + i * 6, first + (i + 1) * 6)
    const begin = performance.now()
    await replay.feed(page)
    await replay.decisions()
    if (i >= rounds) times.push(performance.now() - begin)
  }
  return median(times)
}
