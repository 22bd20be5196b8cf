import { explore, run, type ExploreOptions } from '@reyield/testing'
import { activity, all, allSettled, workflow, type AnyWorkflow } from '@reyield/workflow'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayOf } from '../programs.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const day = { executionStartToClose: '1 day' } as const
const five = (count: number) => Array.from({ length: count }, (_, i) => i)

const plain = workflow({ name: 'plain', ...day }, async function* (count: number) {
  return yield* all(five(count).map(i => step(i)))
})
const settled = workflow({ name: 'settled', ...day }, async function* (count: number) {
  return (yield* allSettled(five(count).map(i => step(i)))).length
})
const own = workflow({ name: 'own', ...day }, async function* (count: number) {
  let total = 0
  yield* allSettled(
    five(count).map(i =>
      (async function* () {
        total += yield* step(i)
      })(),
    ),
  )
  return total
})

const options = {
  activities: { step: async (i: number) => i },
  outcomes: { step: ['completed', 'failed', 'timedOut'] },
  cancelRequests: 0,
  scenarios: 100_000,
} as const satisfies ExploreOptions

/** How many orders an exploration runs in a second. */
export const exploring: Measure = {
  name: 'explore',
  about:
    'all orders in which N parallel activities complete, fail or time out: in all, in allSettled, and as generators with code ' +
    'of their own, where no order may be left out; floor: a replay of one such history for each',
  async run() {
    const figures: Figure[] = []
    const cases: readonly [string, AnyWorkflow, number][] = [
      ['all of 5', plain, 5],
      ['allSettled of 5', settled, 5],
      ['4 generators', own, 4],
      ['5 generators', own, 5],
    ]
    for (const [name, definition, count] of cases) {
      const { history } = await run(definition, count as never, options)
      const floor = await time(300, async () => {
        const replay = replayOf(definition)
        await replay.feed(history.events)
        await replay.decisions()
      })
      const begin = performance.now()
      const { scenarios, steps, complete } = await explore(definition, count as never, options)
      const seconds = (performance.now() - begin) / 1000
      figures.push({
        measure: 'explore',
        at: `${name}: ${complete ? 'all' : 'some'} ${scenarios}, ${steps} steps, in ${round(seconds)} s`,
        value: round(scenarios / seconds),
        unit: 'orders/s',
        floor: round(1000 / floor),
        ratio: round(1000 / floor / (scenarios / seconds)),
      })
    }
    return figures
  },
}
