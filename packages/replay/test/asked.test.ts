import { superjson } from '@reyield/data'
import { activities, all, sleep, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import { createReplay } from '../src/index.ts'
import { sourceFrames } from '../src/where/index.ts'

const { step } = activities<{ step(n: number): Promise<number> }>({ startToClose: '1m' })
const order = workflow({ name: 'order', executionStartToClose: '1h' }, async function* order() {
  const first = yield* step(1)
  yield* all([step(first), sleep('1m')])
})

const at = new Date(0)
const event = (eventId: number, eventType: string, attributes: object) => {
  const member = `${eventType[0]!.toLowerCase()}${eventType.slice(1)}EventAttributes`
  return { eventId, eventTimestamp: at, eventType, [member]: attributes } as never
}
const begin = [
  event(1, 'WorkflowExecutionStarted', { taskList: { name: 'main' } }),
  event(2, 'DecisionTaskScheduled', {}),
  event(3, 'DecisionTaskStarted', { scheduledEventId: 2 }),
]
const next = [
  event(4, 'DecisionTaskCompleted', { scheduledEventId: 2, startedEventId: 3 }),
  event(5, 'ActivityTaskScheduled', {
    activityId: '1',
    activityType: { name: 'step', version: '1.0' },
    input: '{"json":1}',
    decisionTaskCompletedEventId: 4,
  }),
  event(6, 'ActivityTaskStarted', { scheduledEventId: 5 }),
  event(7, 'ActivityTaskCompleted', { scheduledEventId: 5, startedEventId: 6, result: '{"json":2}' }),
  event(8, 'DecisionTaskScheduled', {}),
  event(9, 'DecisionTaskStarted', { scheduledEventId: 8 }),
]
const replayOf = () =>
  createReplay(order, { execution: { workflowId: 'w', runId: 'r' }, serializer: superjson, guards: 'off' })
const ids = (replay: ReturnType<typeof replayOf>) =>
  replay.asked().map(({ id, kind, name }) => [id, kind, name])
const second = [
  ['2', 'all', undefined],
  ['2.1.1', 'activity', 'step'],
  ['2.2.1', 'timer', undefined],
]

it('a replay says what the program asks for in the open episode, and where', async () => {
  const replay = replayOf()
  replay.noteAsked(sourceFrames)
  await replay.feed(begin)
  await replay.decisions()
  expect(replay.asked()).toEqual([
    { id: '1', kind: 'activity', name: 'step', lines: [expect.stringMatching(/order.*asked\.test\.ts:9:/)] },
  ])
  await replay.feed(next)
  await replay.decisions()
  expect(ids(replay)).toEqual(second)
})

it('what completed episodes have asked for is left out, also by a new replay', async () => {
  const replay = replayOf()
  replay.noteAsked(sourceFrames)
  await replay.feed([...begin, ...next])
  await replay.decisions()
  expect(ids(replay)).toEqual(second)
})

it('nothing is noted by default, and the decisions are the same', async () => {
  const [noting, other] = [replayOf(), replayOf()]
  noting.noteAsked(sourceFrames)
  for (const replay of [noting, other]) await replay.feed([...begin, ...next])
  expect(await noting.decisions()).toEqual(await other.decisions())
  expect(other.asked()).toEqual([])
})
