import {
  activities,
  isReyieldError,
  race,
  shield,
  sideEffect,
  sleep,
  workflow,
  type WorkflowRun,
} from '@reyield/workflow'
import { describe, expect, it } from 'vitest'
import { hrtime } from 'node:process'
import type { GuardError } from '../../src/index.ts'
import { Story } from '../story.ts'

interface Impl {
  a(): Promise<string>
  undo(): Promise<void>
}
const { a, undo } = activities<Impl>({ startToClose: '5m' })
const asking = (ask: () => unknown) =>
  workflow({ name: 'w' }, async function* () {
    ask()
    yield* a()
  })

describe('guards', () => {
  it.each<[string, () => unknown, string]>([
    ['Date.now()', () => Date.now(), 'yield* now()'],
    ['new Date()', () => new Date(), 'yield* now()'],
    ['Date()', () => Date(), 'yield* now()'],
    ['performance.now()', () => performance.now(), 'yield* now()'],
    ['process.hrtime()', () => process.hrtime(), 'yield* now()'],
    ['process.hrtime()', () => hrtime(), 'yield* now()'],
    ['process.hrtime.bigint()', () => process.hrtime.bigint(), 'yield* now()'],
    ['process.uptime()', () => process.uptime(), 'yield* now()'],
    [
      'Intl.DateTimeFormat.format() without a date',
      () => new Intl.DateTimeFormat('en').format(),
      'format(yield* now())',
    ],
    [
      'Intl.DateTimeFormat.format() without a date',
      () => [undefined].map(Reflect.get(new Intl.DateTimeFormat('en'), 'format')),
      'format(yield* now())',
    ],
    [
      'Intl.DateTimeFormat.formatToParts() without a date',
      () => Intl.DateTimeFormat().formatToParts(),
      'formatToParts(yield* now())',
    ],
    ['Math.random()', () => Math.random(), 'yield* random()'],
    ['crypto.randomUUID()', () => crypto.randomUUID(), 'yield* uuid()'],
    ['setTimeout()', () => setTimeout(() => undefined, 1), 'yield* sleep(…)'],
    ['setImmediate()', () => setImmediate(() => undefined), 'yield* sleep(0)'],
    ['fetch()', () => fetch('http://127.0.0.1:1'), 'an activity'],
  ])('%s in a workflow throws with the remedy', async (called, ask, remedy) => {
    const error = (await new Story(asking(ask)).task().catch((thrown: unknown) => thrown)) as GuardError
    expect({ ...error, message: error.message }).toMatchObject({
      code: 'NOT_DETERMINISTIC',
      called,
      message:
        `Workflow 'w' called ${called}, which gives something else in every replay: write ${remedy} instead, or ` +
        `sideEffect(() => …) to record what it gives (at ${error.at[0]})`,
    })
    expect(error.at).toEqual([
      expect.stringMatching(/guards\.test\.ts:\d+:\d+\)?$/),
      expect.stringMatching(/guards\.test\.ts:\d+:\d+\)?$/),
    ])
  })

  it('let the task go also when the workflow catches what they throw, in sync generators too', async () => {
    const caught = (): WorkflowRun<number> =>
      (function* () {
        try {
          return Math.random()
        } catch {
          return 0.5
        }
      })()
    await expect(new Story(workflow({ name: 'w' }, caught)).task()).rejects.toMatchObject({
      code: 'NOT_DETERMINISTIC',
    })
  })

  it('leave dates that are made of something, and everybody else, alone', async () => {
    const program = workflow({ name: 'w' }, async function* () {
      const at = new Date(5)
      const measured = yield* sideEffect(() => Date.now() > 0)
      return [
        at instanceof Date,
        at.constructor === Date,
        new Date(at).getTime(),
        Date.UTC(1970, 0),
        measured,
        new Intl.DateTimeFormat('en', { timeZone: 'UTC' }).format(at),
        Intl.DateTimeFormat('en').formatToParts(0).length > 0,
      ]
    })
    const story = new Story(program)
    const [, complete] = await story.task()
    expect(complete).toBe('complete [true,true,5,0,true,"1/1/1970",true]')
    expect([Date.now() > 0, new Date() instanceof Date, typeof Math.random()]).toEqual([true, true, 'number'])
    const format = new Intl.DateTimeFormat('en')
    expect([format.format === format.format, format.format(), process.hrtime().length]).toEqual([
      true,
      format.format(new Date()),
      2,
    ])
  })

  it('are not there with guards off', async () => {
    const story = new Story(
      asking(() => Date.now()),
      undefined,
      { guards: 'off' },
    )
    expect(await story.task()).toEqual(['schedule 1 a'])
  })

  const loser = (cleanUp: () => ReturnType<typeof undo>) =>
    workflow({ name: 'w' }, async function* () {
      yield* race([
        (async function* () {
          try {
            yield* a()
          } finally {
            yield* cleanUp()
          }
        })(),
        sleep('1s'),
      ])
    })

  it('name clean-up that an ended branch asks for outside a shield (C5)', async () => {
    const story = new Story(loser(() => undo()))
    await story.task()
    story.fired('1.2.1').begin()
    const error: unknown = await story.decide().catch((thrown: unknown) => thrown)
    expect(isReyieldError(error, 'CLEAN_UP_REFUSED') && error.message).toBe(
      "Workflow 'w': branch 1.1 has ended and asked for activity 'undo' all the same: it was refused, as everything " +
        'that an ended branch asks for; wrap clean-up in shield(…)',
    )
  })

  it('let clean-up in a shield be', async () => {
    const story = new Story(
      workflow({ name: 'w' }, async function* () {
        yield* race([
          (async function* () {
            try {
              yield* a()
            } finally {
              yield* shield(undo())
            }
          })(),
          sleep('1s'),
        ])
      }),
    )
    await story.task()
    story.fired('1.2.1')
    expect(await story.task()).toEqual(['cancel activity 1.1.1', 'schedule 1.1.2.1 undo'])
  })

  it('name lines in a second replay', async () => {
    const forgetful = workflow({ name: 'w' }, async function* () {
      a()
    })
    await expect(new Story(forgetful, undefined, { trace: true }).task()).rejects.toThrow(
      /made activity 'a' \(.*guards\.test\.ts:\d+:\d+\)? and never yielded it|made activity 'a' \(.*guards\.test\.ts/,
    )
  })
})
