import { decide, history, type History } from '@reyield/testing'
import { activity, workflow } from '@reyield/workflow'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayOf } from '../programs.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const steps = workflow({ name: 'steps', executionStartToClose: '1 day' }, async function* (count: number) {
  let sum = 0
  for (let i = 0; i < count; i++) sum += yield* step(i)
  return sum
})

/** A history of serial activities, told without its decisions. */
function told(count: number): History {
  let so: History = history(steps).started(count)
  for (let i = 0; i < count; i++) so = so.completed(step, i)
  return so
}

/** How many fake histories are told and decided in a second. */
export const testDecide: Measure = {
  name: 'test-decide',
  about:
    'a fake history of N serial activities is told without its decisions, played, and decided at its end; floor: a replay ' +
    'of the same events',
  async run() {
    const figures: Figure[] = []
    for (const count of [1, 10, 100]) {
      const { events } = (await told(count).played()).decisionStarted()
      const rounds = Math.max(30, Math.ceil(3000 / count))
      const ours = await time(rounds, () => decide(steps, told(count)))
      const floor = await time(rounds, async () => {
        const replay = replayOf(steps)
        await replay.feed(events)
        await replay.decisions()
      })
      figures.push({
        measure: 'test-decide',
        at: `activities=${count}`,
        value: round(1000 / ours),
        unit: 'histories/s',
        floor: round(1000 / floor),
        ratio: round(ours / floor),
      })
    }
    return figures
  },
}
