import type { HistoryEvent } from '@aws-sdk/client-swf'
import { decide, history, type History } from '@reyield/testing'
import { activity, signal, workflow, type AnyWorkflow } from '@reyield/workflow'
import { round, time, type Figure, type Measure } from '../measure.ts'
import { replayOf } from '../programs.ts'

const step = activity<number, number>('step', { startToClose: '5m' })
const approved = signal<{ by: string }>('approved')
const day = { executionStartToClose: '1 day' } as const

const steps = workflow({ name: 'steps', ...day }, async function* (count: number) {
  let sum = 0
  for (let i = 0; i < count; i++) sum += yield* step(i)
  return sum
})
const review = workflow({ name: 'review', ...day }, async function* (id: number) {
  const draft = yield* step(id)
  return { draft, by: (yield* approved).by }
})

/** A history of serial activities, written without its decisions. */
function written(count: number): History {
  let so: History = history(steps).started(count)
  for (let i = 0; i < count; i++) so = so.completed(step, i)
  return so
}

/** The same, decided and looked at after each event: what the last decision has seen. */
async function decided(count: number): Promise<void> {
  let at = await decide(steps, history(steps).started(count))
  for (let i = 0; i < count; i++) at = await decide(steps, at.next.completed(step, i))
}

const approvedReview = () => history(review).started(7).completed(step, 8).signaled(approved, { by: 'ann' })

/** A replay of each of these histories. */
async function replayed(definition: AnyWorkflow, ends: readonly (readonly HistoryEvent[])[]): Promise<void> {
  for (const events of ends) {
    const replay = replayOf(definition)
    await replay.feed(events)
    await replay.decisions()
  }
}

/** The history at each of its decision tasks. */
const ends = (events: readonly HistoryEvent[]) =>
  events.flatMap(({ eventType }, i) => (eventType === 'DecisionTaskStarted' ? [events.slice(0, i + 1)] : []))

const eventsOf = async (so: History) => (await so.resolved()).decisionStarted().events

interface Form {
  readonly at: string
  readonly rounds: number
  readonly ours: () => Promise<unknown>
  readonly floor: () => Promise<unknown>
}

async function* forms(): AsyncGenerator<Form> {
  const short = await eventsOf(approvedReview())
  yield {
    at: 'deferred, activity and signal',
    rounds: 1000,
    ours: () => decide(review, approvedReview()),
    floor: () => replayed(review, [short]),
  }
  for (const count of [1, 10, 100]) {
    const events = await eventsOf(written(count))
    const prefixes = ends(events)
    yield {
      at: `deferred, activities=${count}`,
      rounds: Math.max(30, Math.ceil(3000 / count)),
      ours: () => decide(steps, written(count)),
      floor: () => replayed(steps, [events]),
    }
    yield {
      at: `with next, activities=${count}`,
      rounds: Math.max(15, Math.ceil(2000 / count ** 2)),
      ours: () => decided(count),
      floor: () => replayed(steps, prefixes),
    }
  }
}

/** How many tests on a fake history one process does in a second. */
export const testDecide: Measure = {
  name: 'test-decide',
  about:
    'a fake history is written and decided: N serial activities without their decisions (deferred, decided once, at the end) and ' +
    'with `next` (decided N + 1 times); floor: as many replays of the same events',
  async run() {
    const figures: Figure[] = []
    for await (const { at, rounds, ours, floor } of forms()) {
      const test = await time(rounds, ours)
      const engine = await time(rounds, floor)
      figures.push({
        measure: 'test-decide',
        at,
        value: round(1000 / test),
        unit: 'histories/s',
        floor: round(1000 / engine),
        ratio: round(test / engine),
      })
    }
    return figures
  },
}
