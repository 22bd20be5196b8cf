import { loadHistory } from '@reyield/testing'
import { serialHistory } from '../histories.ts'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayOf, serialAsync } from '../programs.ts'

/** Replay of a history from its JSON text, as the AWS CLI prints it. */
export const replayJson: Measure = {
  name: 'replay-json',
  about:
    'loadHistory of the JSON text of N serial activities (what JSON.parse takes and the events are made of); floor: ' +
    'JSON.parse alone. The replay after it is replay-serial',
  async run() {
    const figures: Figure[] = []
    for (const count of [100, 1000, 4000]) {
      const text = JSON.stringify({ events: serialHistory(count) })
      const rounds = Math.max(9, Math.ceil(10_000 / count))
      const ours = await time(rounds, () => Promise.resolve(loadHistory(text)))
      const floor = await time(rounds, () => Promise.resolve(JSON.parse(text)))
      const whole = await time(rounds, async () => {
        const replay = replayOf(serialAsync)
        await replay.feed(loadHistory(text).events)
        await replay.decisions()
      })
      figures.push(
        {
          measure: 'replay-json',
          at: `load, activities=${count}`,
          value: round((ours * 1000) / count),
          unit: 'us/activity',
          floor: round((floor * 1000) / count),
          ratio: round(ours / floor),
        },
        {
          measure: 'replay-json',
          at: `load and replay, activities=${count}`,
          value: round((whole * 1000) / count),
          unit: 'us/activity',
        },
      )
    }
    return figures
  },
}
