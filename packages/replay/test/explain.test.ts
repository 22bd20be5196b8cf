import { superjson } from '@reyield/data'
import { activities, workflow } from '@reyield/workflow'
import { expect, it } from 'vitest'
import type { NonDeterminismError } from '../src/index.ts'
import { explain } from '../src/where/index.ts'
import { ReplayedHistory } from './replayed-history.ts'

interface Impl {
  charge(order: { id: string }): Promise<string>
  pay(order: { id: string }): Promise<string>
}
const { charge, pay } = activities<Impl>({ startToClose: '5m' })
const execution = { workflowId: 'history', runId: 'run/1=' }

it.each([
  ['without inputs', false],
  ['with logPayloads, with both inputs', true],
])(
  'a determinism error shows both sides, the source line and the likely cause, %s (P5)',
  async (_, logPayloads) => {
    const before = workflow({ name: 'order' }, async function* () {
      yield* charge({ id: '7' })
    })
    const after = workflow({ name: 'order' }, async function* () {
      yield* pay({ id: '8' })
    })
    const history = new ReplayedHistory(before)
    await history.task()
    const replayed = new ReplayedHistory(after)
    replayed.events.splice(0, Infinity, ...history.events)
    replayed.begin()
    const error = (await replayed.decide().catch((thrown: unknown) => thrown)) as NonDeterminismError
    const explained = (await explain(error, after, replayed.events, {
      execution,
      serializer: superjson,
      logPayloads,
    })) as NonDeterminismError
    const [asked] = explained.asked
    expect(asked!.at).toEqual([expect.stringMatching(/explain\.test\.ts:\d+:\d+\)?$/)])
    expect(explained.recorded).toEqual({
      eventId: 5,
      eventType: 'ActivityTaskScheduled',
      id: '1',
      type: 'charge 1.0',
      input: { id: '7' },
    })
    expect(explained.message.replace(asked!.at![0]!, 'LINE')).toBe(
      [
        "Workflow 'order' doesn't do what its history records",
        "- history: event 5 ActivityTaskScheduled id '1' charge 1.0",
        ...(logPayloads ? ['           input {"id":"7"}'] : []),
        "+ program: asks for activity pay 1.0 under id '1'",
        "           wants activity id '1' pay 1.0",
        logPayloads ? '           input {"id":"8"}' : '           with another input',
        '           at LINE',
        "Likely: the code at this place was changed from 'charge' to 'pay' without patched(…)",
        'The execution is left as it is: deploy code that fits its history',
      ].join('\n'),
    )
  },
)

const version = (number: string) =>
  workflow({ name: 'order' }, async function* () {
    yield* charge.with({ version: number })({ id: '7' })
  })
const more = workflow({ name: 'order' }, async function* () {
  yield* pay({ id: '0' })
  yield* charge({ id: '7' })
})
const less = workflow({ name: 'order' }, function* () {
  return undefined
})

it.each([
  ['another version', version('2.0'), /the version of activity 'charge' was changed from 1\.0 to 2\.0/],
  ['an operation in front', more, /the code at this place was changed from 'charge' to 'pay'/],
  [
    'a removed operation',
    less,
    /the program ends earlier than it did, or with another outcome|was changed under an open execution/,
  ],
])('the likely cause of %s', async (_, after, likely) => {
  const history = new ReplayedHistory(version('1.0'))
  await history.task()
  const replayed = new ReplayedHistory(after)
  replayed.events.splice(0, Infinity, ...history.events)
  replayed.begin()
  const error = (await replayed.decide().catch((thrown: unknown) => thrown)) as NonDeterminismError
  expect(error.likely).toMatch(likely)
})

it('an error that a second replay does not throw is returned unchanged', async () => {
  const error = new Error('something else')
  expect(await explain(error, less, [], { execution, serializer: superjson })).toBe(error)
})
